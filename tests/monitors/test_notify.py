"""Who is told of a red run: by real servers on this machine."""

import json
import sys
from collections.abc import Iterator
from email import message_from_bytes
from email.policy import SMTP
from pathlib import Path
from typing import Any

import pytest
from aiosmtpd.controller import Controller
from aiosmtpd.smtp import AuthResult
from pytest_httpserver import HTTPServer

from osce_scraper.monitors.bounds import Channels
from osce_scraper.monitors.notify import Report, mail_of, notify
from osce_scraper.monitors.results import result
from osce_scraper.records import MonitorStatus
from tests.faults.certificates import served

SITE = "https://www.osce.org"
RESULTS = [
    result("listings", MonitorStatus.GREEN, "all is there"),
    result("strategies", MonitorStatus.YELLOW, "another one", look_at="a page"),
    result(
        "fill/issued_on",
        MonitorStatus.RED,
        "0 of 5 have a *date*",
        value=0,
        bound=0.9,
        look_at="a page_of theirs",
    ),
]
ONLY_YELLOW = RESULTS[:2]


class Mailbox:
    """What a mail server was handed."""

    def __init__(self) -> None:
        self.mails: list[Any] = []

    async def handle_DATA(self, server: Any, session: Any, envelope: Any) -> str:
        self.mails.append(envelope)
        return "250 OK"


@pytest.fixture
def mail() -> Iterator[tuple[Mailbox, int]]:
    """A real mail server, and its port."""
    box = Mailbox()
    controller = Controller(box, hostname="127.0.0.1", port=0)
    controller.port = free_port()
    controller.start()
    try:
        yield box, controller.port
    finally:
        controller.stop()


def free_port() -> int:
    """A port that nobody listens on."""
    import socket

    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        return int(listener.getsockname()[1])


def channels(**given: Any) -> Channels:
    """Channels as a file would name them."""
    return Channels.model_validate(given)


def test_mail_says_what_is_red_and_what_to_look_at(mail: tuple[Mailbox, int]) -> None:
    box, port = mail
    email = {"host": "127.0.0.1", "port": port, "sender": "h@example.org", "to": ["you@example.org"]}
    assert notify(channels(email=email), RESULTS, 7, SITE) == []
    (envelope,) = box.mails
    assert envelope.rcpt_tos == ["you@example.org"]
    message = message_from_bytes(envelope.content)
    assert message["Subject"] == "OSCE harvest held back: fill/issued_on"
    body = message.get_payload(decode=True).decode()
    assert "Run 7 of https://www.osce.org was held back" in body
    assert "RED fill/issued_on: 0 of 5 have a *date*" in body
    assert "look: a page_of theirs" in body
    assert "strategies" not in body


def test_a_webhook_gets_json_and_the_token(httpserver: HTTPServer, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("OSCE_WEBHOOK_TOKEN", "a-secret-token")
    httpserver.expect_request("/hook", method="POST").respond_with_data("ok")
    assert notify(channels(webhook={"url": httpserver.url_for("/hook")}), RESULTS, 7, SITE) == []
    request = httpserver.log[0][0]
    assert request.headers["Authorization"] == "Bearer a-secret-token"
    said = json.loads(request.data)
    assert [one["monitor"] for one in said["monitors"]] == ["fill/issued_on"]
    assert said["run"] == 7


def test_slack_gets_the_text(httpserver: HTTPServer, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("OSCE_SLACK_TOKEN", "xoxb-secret")
    monkeypatch.setenv("OSCE_SLACK_URL", httpserver.url_for("/api/"))
    httpserver.expect_request("/api/chat.postMessage").respond_with_json({"ok": True})
    assert notify(channels(slack={"recipients": ["#harvest"]}), RESULTS, 7, SITE) == []
    sent = httpserver.log[-1][0]
    assert "fill/issued_on" in sent.get_data(as_text=True)
    assert sent.headers["Authorization"] == "Bearer xoxb-secret"


def test_a_message_that_slack_refuses_is_reported(
    httpserver: HTTPServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("OSCE_SLACK_TOKEN", "xoxb-secret")
    monkeypatch.setenv("OSCE_SLACK_URL", httpserver.url_for("/api/"))
    httpserver.expect_request("/api/chat.postMessage").respond_with_json(
        {"ok": False, "error": "no_such_channel"}
    )
    (line,) = notify(channels(slack={"recipients": ["#harvest"]}), RESULTS, 7, SITE)
    assert "no_such_channel" in line


def test_telegram_gets_the_text_as_it_is(httpserver: HTTPServer, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("OSCE_TELEGRAM_TOKEN", "123:secret")
    monkeypatch.setenv("OSCE_TELEGRAM_URL", httpserver.url_for("/"))
    httpserver.expect_request("/bot123:secret/sendMessage").respond_with_json({"ok": True})
    assert notify(channels(telegram={"recipients": ["42"]}), RESULTS, 7, SITE) == []
    sent = httpserver.log[0][0].get_json()
    assert sent["chat_id"] == "42"
    assert "have a *date*" in sent["text"]


def test_a_command_gets_the_report_and_no_shell(tmp_path: Path) -> None:
    file = tmp_path / "told; touch oops"
    script = "import sys; open(sys.argv[1], 'w').write(sys.stdin.read())"
    assert (
        notify(channels(command={"argv": [sys.executable, "-c", script, str(file)]}), RESULTS, 7, SITE) == []
    )
    assert "fill/issued_on" in file.read_text()
    assert not (tmp_path / "oops").exists()


def test_yellow_is_told_only_where_it_is_asked_for(tmp_path: Path) -> None:
    file = tmp_path / "told"
    script = "import sys; open(sys.argv[1], 'a').write(sys.stdin.read())"
    command = {"argv": [sys.executable, "-c", script, str(file)]}
    assert notify(channels(command=command), ONLY_YELLOW, 7, SITE) == []
    assert not file.exists()
    assert notify(channels(command=command, on="yellow"), ONLY_YELLOW, 7, SITE) == []
    assert "YELLOW strategies" in file.read_text()


def test_a_channel_that_fails_is_told_without_its_secret_and_stops_no_other(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("OSCE_SMTP_PASSWORD", "a-secret")
    file = tmp_path / "told"
    script = "import sys; open(sys.argv[1], 'w').write(sys.stdin.read())"
    troubles = notify(
        channels(
            email={
                "host": "127.0.0.1",
                "port": free_port(),
                "sender": "h@example.org",
                "to": ["a@example.org"],
            },
            slack={"recipients": ["#harvest"]},
            webhook={"url": f"http://127.0.0.1:{free_port()}/a-secret"},
            command={"argv": [sys.executable, "-c", script, str(file)]},
        ),
        RESULTS,
        7,
        SITE,
    )
    assert file.exists()
    assert sorted(line.partition(" ")[0] for line in troubles) == ["email", "slack", "webhook"]
    assert any("OSCE_SLACK_TOKEN is not set" in line for line in troubles)
    assert "a-secret" not in "".join(troubles)


def test_without_channels_or_without_anything_red_nobody_is_told() -> None:
    assert notify(Channels(), RESULTS, 7, SITE) == []
    assert notify(channels(webhook={"url": "http://127.0.0.1:9/"}), ONLY_YELLOW, 7, SITE) == []


MANY = [
    result(f"fill/field{number}", MonitorStatus.RED, "ж" * 2_000, value=0, bound=0.9) for number in range(40)
]


@pytest.mark.parametrize("results", [RESULTS, MANY], ids=["small", "large"])
def test_a_mail_is_one_that_strict_servers_take(results: list[Any]) -> None:
    email = {"host": "127.0.0.1", "sender": "h@example.org", "to": ["a@example.org", "b@example.org"]}
    channel = channels(email=email).email
    assert channel is not None
    message = mail_of(channel, Report(results, 7, SITE))
    raw = message.as_bytes(policy=SMTP)
    assert b"\n" not in raw.replace(b"\r\n", b"")
    assert max(map(len, raw.split(b"\r\n"))) <= 998
    assert all(message[name] for name in ("Date", "Message-ID", "From", "To", "Subject"))
    assert message.get_content_type() == "text/plain"


@pytest.fixture
def strict(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[tuple[Mailbox, int]]:
    """A mail server with STARTTLS and authentication, and its port."""
    context, authority = served("right", tmp_path)
    monkeypatch.setenv("SSL_CERT_FILE", str(authority))
    monkeypatch.setenv("OSCE_SMTP_USER", "harvest")
    monkeypatch.setenv("OSCE_SMTP_PASSWORD", "a-secret")

    def authenticate(server: Any, session: Any, envelope: Any, mechanism: str, data: Any) -> Any:
        return AuthResult(success=(data.login, data.password) == (b"harvest", b"a-secret"), handled=False)

    box = Mailbox()
    controller = Controller(
        box,
        hostname="127.0.0.1",
        port=free_port(),
        tls_context=context,
        require_starttls=True,
        auth_required=True,
        authenticator=authenticate,
    )
    controller.start()
    try:
        yield box, controller.port
    finally:
        controller.stop()


def mailed(port: int, **more: str) -> dict[str, Any]:
    """A channel for mail to the server at ``port``."""
    return {"host": "127.0.0.1", "port": port, "sender": "h@example.org", "to": ["a@example.org"], **more}


def test_starttls_and_a_login_are_used(strict: tuple[Mailbox, int]) -> None:
    box, port = strict
    email = {
        "host": "127.0.0.1",
        "port": port,
        "sender": "h@example.org",
        "to": ["a@example.org"],
        "security": "starttls",
    }
    assert notify(channels(email=email), MANY, 7, SITE) == []
    assert len(box.mails) == 1


def test_a_wrong_password_is_reported_without_it(
    strict: tuple[Mailbox, int], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("OSCE_SMTP_PASSWORD", "another-secret")
    email = {
        "host": "127.0.0.1",
        "port": strict[1],
        "sender": "h@example.org",
        "to": ["a@example.org"],
        "security": "starttls",
    }
    (line,) = notify(channels(email=email), RESULTS, 7, SITE)
    assert "535" in line
    assert "another-secret" not in line


class Refusing(Mailbox):
    """A server that takes no mail for anybody."""

    async def handle_RCPT(self, server: Any, session: Any, envelope: Any, address: str, options: Any) -> str:
        return "550 no such person"


def test_a_server_that_refuses_is_reported() -> None:
    controller = Controller(Refusing(), hostname="127.0.0.1", port=free_port())
    controller.start()
    try:
        email = {
            "host": "127.0.0.1",
            "port": controller.port,
            "sender": "h@example.org",
            "to": ["a@example.org"],
        }
        (line,) = notify(channels(email=email), RESULTS, 7, SITE)
    finally:
        controller.stop()
    assert "550" in line

"""Who is notified when a run is not normal: mail, Slack, Telegram, a webhook or a program.

Secrets come from the environment alone, and are taken out of everything that is logged.
"""

import json
import os
import smtplib
import ssl
import subprocess
import urllib.error
import urllib.parse
import urllib.request
from collections.abc import Callable, Mapping, Sequence
from email.message import EmailMessage
from email.utils import formatdate, make_msgid
from typing import Any, Final

from osce_scraper.monitors.bounds import Channels, Email
from osce_scraper.records import MonitorResult, MonitorStatus

#: Environment variables that hold secrets.
SECRETS: Final = (
    "OSCE_SMTP_USER",
    "OSCE_SMTP_PASSWORD",
    "OSCE_SLACK_TOKEN",
    "OSCE_TELEGRAM_TOKEN",
    "OSCE_WEBHOOK_TOKEN",
)
#: Environment variables that name another server which speaks as Slack's or Telegram's does.
_SLACK_URL: Final = ("OSCE_SLACK_URL", "https://slack.com/api/")
_TELEGRAM_URL: Final = ("OSCE_TELEGRAM_URL", "https://api.telegram.org/")
#: Seconds that a channel is given.
_PATIENCE: Final = 30
#: Characters that a message of Telegram can have (api.telegram.org).
_LONGEST_TELEGRAM: Final = 4_000


class ChannelError(Exception):
    """Somebody could not be notified; the message says why, without secrets."""


def notify(channels: Channels, results: Sequence[MonitorResult], run: int | None, site: str) -> list[str]:
    """Notify whoever ``channels`` name of a run that is not normal; a line for each that could not be.

    Nothing that happens here changes how the run ended.
    """
    wanted = [MonitorStatus.RED, *([MonitorStatus.YELLOW] if channels.on == "yellow" else [])]
    bad = [result for result in results if result.status in wanted]
    if not bad:
        return []
    report = Report(bad, run, site)
    senders: list[tuple[str, Any, Callable[[Any, Report], None]]] = [
        ("email", channels.email, send_email),
        ("slack", channels.slack, _send_slack),
        ("telegram", channels.telegram, _send_telegram),
        ("webhook", channels.webhook, _call_webhook),
        ("command", channels.command, _run_command),
    ]
    failures: list[str] = []
    for name, channel, send in senders:
        if channel is None:
            continue
        try:
            send(channel, report)
        except ChannelError as error:
            failures.append(f"{name} was not notified: {without_secrets(str(error))}")
    return failures


class Report:
    """What a message says: a subject, a text, and the results behind them, each failure once."""

    def __init__(self, bad: Sequence[MonitorResult], run: int | None, site: str) -> None:
        self.bad = bad
        self.run = run
        red = any(result.status is MonitorStatus.RED for result in bad)
        failed = any(result.monitor == "run" for result in bad)
        held = "failed" if failed else "held back" if red else "published, with doubts"
        self.subject = f"OSCE harvest {held}: {', '.join(dict.fromkeys(result.monitor for result in bad))}"
        lines = [f"Run {run} of {site} {held if failed else f'was {held}'}.", ""]
        for result in bad:
            lines += [line for line in _lines_of(result) if line not in lines]
        if failed:
            lines += ["", "The published files are those of before. The next run goes on."]
        elif red:
            lines += [
                "",
                "The published files are those of before. See what it would change with osce batch list and "
                "osce batch show N; osce batch accept N publishes it all the same.",
            ]
        self.text = "\n".join(lines)

    def to_dict(self) -> dict[str, Any]:
        """The report for programs."""
        return {
            "subject": self.subject,
            "run": self.run,
            "text": self.text,
            "monitors": [result.to_dict() for result in self.bad],
        }


def _lines_of(result: MonitorResult) -> list[str]:
    lines = [f"{result.status.value.upper()} {result.monitor}: {result.message}"]
    if result.value is not None and result.bound is not None:
        lines.append(f"  value {result.value:g}, bound {result.bound:g}, from {result.origin}")
    if result.look_at and result.look_at not in result.message:
        lines.append(f"  look: {result.look_at}")
    return lines


def mail_of(channel: Email, report: Report) -> EmailMessage:
    """The message as strict servers take it: dated, identified, its lines short and ended by CR LF."""
    message = EmailMessage()
    message["Subject"] = " ".join(report.subject.split())
    message["From"] = channel.sender
    message["To"] = ", ".join(channel.to)
    message["Date"] = formatdate()
    message["Message-ID"] = make_msgid(domain=channel.sender.rpartition("@")[2] or None)
    message["Auto-Submitted"] = "auto-generated"
    message.set_content(report.text + "\n", cte="quoted-printable")
    return message


def send_email(channel: Email, report: Report, environment: Mapping[str, str] = os.environ) -> None:
    """Hand the report to a mail server. Raises ``ChannelError``."""
    try:
        kind = smtplib.SMTP_SSL if channel.security == "tls" else smtplib.SMTP
        with kind(channel.host, channel.port, timeout=_PATIENCE) as server:
            if channel.security == "starttls":
                server.starttls(context=ssl.create_default_context(cafile=environment.get("SSL_CERT_FILE")))
            user, password = environment.get("OSCE_SMTP_USER"), environment.get("OSCE_SMTP_PASSWORD")
            if user and password:
                server.login(user, password)
            refused = server.send_message(mail_of(channel, report))
    except (OSError, smtplib.SMTPException) as error:
        raise ChannelError(f"{channel.host}:{channel.port}: {error}") from None
    if refused:
        raise ChannelError(f"{channel.host}:{channel.port} refused {', '.join(sorted(refused))}")


def _send_slack(channel: Any, report: Report) -> None:
    headers = {"Authorization": f"Bearer {_secret('OSCE_SLACK_TOKEN')}"}
    for recipient in channel.recipients:
        body = {"channel": recipient, "text": report.text, "parse": "none"}
        answer = _post(os.environ.get(*_SLACK_URL) + "chat.postMessage", body, headers)
        _expect_ok(answer, "Slack")


def _send_telegram(channel: Any, report: Report) -> None:
    address = f"{os.environ.get(*_TELEGRAM_URL)}bot{_secret('OSCE_TELEGRAM_TOKEN')}/sendMessage"
    for recipient in channel.recipients:
        _expect_ok(
            _post(address, {"chat_id": recipient, "text": report.text[:_LONGEST_TELEGRAM]}), "Telegram"
        )


def _call_webhook(channel: Any, report: Report) -> None:
    token = os.environ.get("OSCE_WEBHOOK_TOKEN")
    _post(channel.url, report.to_dict(), {"Authorization": f"Bearer {token}"} if token else {})


def _post(url: str, body: Mapping[str, Any], headers: Mapping[str, str] | None = None) -> bytes:
    """POST ``body`` as JSON; the answer's body. Raises ``ChannelError``."""
    data = json.dumps(body, ensure_ascii=False).encode()
    # The address is the operator's own, checked to be http or https when it was read.
    request = urllib.request.Request(  # noqa: S310
        url, data, {"Content-Type": "application/json; charset=utf-8", **(headers or {})}
    )
    try:
        with urllib.request.urlopen(request, timeout=_PATIENCE) as answer:  # noqa: S310
            return bytes(answer.read())
    except (OSError, urllib.error.URLError, ValueError) as error:
        raise ChannelError(f"{urllib.parse.urlsplit(url).netloc}: {error}") from None


def _expect_ok(answer: bytes, name: str) -> None:
    """Slack and Telegram say in the body whether they took a message."""
    try:
        said = json.loads(answer)
    except ValueError:
        raise ChannelError(f"{name} answered something that is not JSON") from None
    if not (isinstance(said, dict) and said.get("ok")):
        reason = said.get("error") or said.get("description") if isinstance(said, dict) else said
        raise ChannelError(f"{name} refused the message: {reason}")


def _run_command(channel: Any, report: Report) -> None:
    """Run a program with the report as its standard input; no shell. Raises ``ChannelError``."""
    argv = list(channel.argv)
    try:
        done = subprocess.run(  # noqa: S603 - the operator's own program, without a shell
            argv, input=report.text.encode(), capture_output=True, timeout=_PATIENCE, check=False
        )
    except (OSError, subprocess.TimeoutExpired) as error:
        raise ChannelError(f"{argv[0]}: {error}") from None
    if done.returncode:
        said = done.stderr.decode(errors="replace").strip()[-200:]
        raise ChannelError(f"{argv[0]} ended with {done.returncode}: {said}")


def _secret(name: str) -> str:
    value = os.environ.get(name)
    if not value:
        raise ChannelError(f"{name} is not set in the environment")
    return value


def without_secrets(text: str, environment: Mapping[str, str] = os.environ) -> str:
    """``text`` with every secret of the environment taken out."""
    for name in SECRETS:
        secret = environment.get(name)
        if secret:
            text = text.replace(secret, "***")
    return text

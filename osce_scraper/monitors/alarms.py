"""Who is told when a run is not normal: spidermon's suite with a monitor for each result, and its actions.

Secrets come from the environment alone, and are taken out of everything that is logged.
"""

import json
import os
import smtplib
import subprocess
import urllib.error
import urllib.request
from collections.abc import Mapping, Sequence
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
#: Seconds that a channel is given.
_PATIENCE: Final = 30


class ChannelError(Exception):
    """Somebody could not be told; the message says why, without secrets."""


def tell(channels: Channels, results: Sequence[MonitorResult], run: int | None, site: str) -> list[str]:
    """Tell whoever ``channels`` name of a run that is not normal; what went wrong with that, a line each.

    Nothing that happens here changes what the run came to.
    """
    wanted = [MonitorStatus.RED, *([MonitorStatus.YELLOW] if channels.on == "yellow" else [])]
    bad = [found for found in results if found.status in wanted]
    names = [name for name in ("email", "slack", "telegram", "webhook", "command") if getattr(channels, name)]
    if not bad or not names:
        return []
    try:
        from osce_scraper.monitors.suite import run_suite
    except ModuleNotFoundError as error:
        return [
            f"nobody was told of it: {', '.join(names)} need {error.name}: "
            "install the extra 'monitors' (docs/operations.md)"
        ]
    report = Report(results, bad, run, site)
    return run_suite(report, channels)


class Report:
    """What is told: a subject, a text, and the results as they are."""

    def __init__(
        self, results: Sequence[MonitorResult], bad: Sequence[MonitorResult], run: int | None, site: str
    ) -> None:
        self.results = results
        self.bad = bad
        self.run = run
        red = sum(found.status is MonitorStatus.RED for found in bad)
        names = ", ".join(found.monitor for found in bad)
        failed = any(found.monitor == "run" for found in bad)
        held = "failed" if failed else "held back" if red else "published, with doubts"
        self.subject = f"OSCE harvest {held}: {names}"
        lines = [f"Run {run} of {site} {held if failed else f'was {held}'}.", ""]
        for found in bad:
            lines.append(f"{found.status.value.upper()} {found.monitor}: {found.message}")
            if found.value is not None and found.bound is not None:
                lines.append(f"  value {found.value:g}, bound {found.bound:g}, from {found.origin}")
            if found.look_at:
                lines.append(f"  look: {found.look_at}")
        if failed:
            lines += ["", "The published files are those of before. The next run goes on."]
        elif red:
            lines += ["", "The published files are those of before. All the same: osce export --force"]
        self.text = "\n".join(lines)

    def to_dict(self) -> dict[str, Any]:
        """The report for programs."""
        return {
            "subject": self.subject,
            "run": self.run,
            "text": self.text,
            "monitors": [found.to_dict() for found in self.bad],
        }


def send_email(channel: Email, message: str, environment: Mapping[str, str] = os.environ) -> None:
    """Hand a message to a mail server. Raises ``ChannelError``."""
    try:
        kind = smtplib.SMTP_SSL if channel.security == "tls" else smtplib.SMTP
        with kind(channel.host, channel.port, timeout=_PATIENCE) as server:
            if channel.security == "starttls":
                server.starttls()
            user, password = environment.get("OSCE_SMTP_USER"), environment.get("OSCE_SMTP_PASSWORD")
            if user and password:
                server.login(user, password)
            server.sendmail(channel.sender, channel.to, message.encode())
    except (OSError, smtplib.SMTPException) as error:
        raise ChannelError(without_secrets(f"{channel.host}:{channel.port}: {error}")) from None


def call_webhook(url: str, report: Mapping[str, Any], environment: Mapping[str, str] = os.environ) -> None:
    """Send the report as JSON. Raises ``ChannelError``."""
    headers = {"Content-Type": "application/json"}
    token = environment.get("OSCE_WEBHOOK_TOKEN")
    if token:
        headers["Authorization"] = f"Bearer {token}"
    # The address is the operator's own, checked to be http or https when it was read.
    request = urllib.request.Request(url, json.dumps(report, ensure_ascii=False).encode(), headers)  # noqa: S310
    try:
        with urllib.request.urlopen(request, timeout=_PATIENCE):  # noqa: S310
            pass
    except (OSError, urllib.error.URLError, ValueError) as error:
        raise ChannelError(without_secrets(f"the webhook: {error}")) from None


def run_command(argv: Sequence[str], text: str) -> None:
    """Run a program with the report as its standard input; no shell. Raises ``ChannelError``."""
    try:
        done = subprocess.run(  # noqa: S603 - the operator's own program, without a shell
            list(argv), input=text.encode(), capture_output=True, timeout=_PATIENCE, check=False
        )
    except (OSError, subprocess.TimeoutExpired) as error:
        raise ChannelError(without_secrets(f"{argv[0]}: {error}")) from None
    if done.returncode:
        said = done.stderr.decode(errors="replace").strip()[-200:]
        raise ChannelError(without_secrets(f"{argv[0]} ended with {done.returncode}: {said}"))


def without_secrets(text: str, environment: Mapping[str, str] = os.environ) -> str:
    """``text`` with every secret of the environment taken out."""
    for name in SECRETS:
        secret = environment.get(name)
        if secret:
            text = text.replace(secret, "***")
    return text

"""The bridge to spidermon: our results as a suite of its monitors, and its actions for the channels.

Only this module imports spidermon, whose types are not known to the type checker.
"""

import os
from typing import Any, Final
from urllib.parse import quote

from spidermon.contrib.actions.email import SendEmail
from spidermon.contrib.actions.slack import SendSlackMessage
from spidermon.contrib.actions.telegram import SendTelegramMessage
from spidermon.core.actions import Action
from spidermon.core.monitors import Monitor
from spidermon.core.suites import MonitorSuite
from spidermon.exceptions import NotConfigured
from spidermon.runners import MonitorRunner

from osce_scraper.monitors.alarms import (
    ChannelError,
    Report,
    call_webhook,
    run_command,
    send_email,
    without_secrets,
)
from osce_scraper.monitors.bounds import Channels, Email
from osce_scraper.records import MonitorResult

#: Environment variables that name another server which speaks as Slack's or Telegram's does.
_SLACK_URL: Final = "OSCE_SLACK_URL"
_TELEGRAM_URL: Final = "OSCE_TELEGRAM_URL"
_TELEGRAM: Final = "https://api.telegram.org/"


def _monitor(found: MonitorResult, *, is_bad: bool) -> type[Any]:
    """A monitor of spidermon's that fails where ours is not content."""

    def test(self: Any) -> None:
        if is_bad:
            self.fail(found.message)

    return type(found.monitor, (Monitor,), {"test_it_is_normal": test, "__doc__": found.message})


class _Mail(SendEmail):  # type: ignore[misc]
    """spidermon's e-mail, handed to the server at once: Scrapy's sender needs a running reactor."""

    body_html_template = None
    body_text = "{{ report }}"

    def __init__(self, channel: Email, report: Report) -> None:
        super().__init__(channel.sender, channel.to, subject=report.subject, body_text=report.text)
        self._channel = channel
        self._report = report

    def get_subject(self) -> str:
        return self._report.subject

    def get_body_text(self) -> str:
        return self._report.text

    def send_message(self, message: Any, **_: Any) -> None:
        send_email(self._channel, message.as_string())


class _Slack(SendSlackMessage):  # type: ignore[misc]
    """spidermon's Slack message with our text."""

    def __init__(self, recipients: list[str], report: Report) -> None:
        super().__init__(
            sender_token=_secret("OSCE_SLACK_TOKEN"),
            sender_name="osce-scraper",
            recipients=recipients,
            include_attachments=False,
        )
        server = os.environ.get(_SLACK_URL)
        if server:
            self.manager._client.base_url = server
        self._report = report

    def run_action(self) -> None:
        self.manager.send_message(to=self.recipients, text=self._report.text, parse="none")


class _Telegram(SendTelegramMessage):  # type: ignore[misc]
    """spidermon's Telegram message with our text."""

    def __init__(self, recipients: list[str], report: Report) -> None:
        super().__init__(sender_token=_secret("OSCE_TELEGRAM_TOKEN"), recipients=recipients)
        server = os.environ.get(_TELEGRAM_URL)
        if server:
            client = self.manager._client
            client.send_message_api = client.send_message_api.replace(_TELEGRAM, server)
        self._report = report

    def run_action(self) -> None:
        # Its client puts the text into an address, and reads it as Markdown.
        plain = "".join(f"\\{sign}" if sign in "_*`[" else sign for sign in self._report.text)
        self.manager.send_message(to=self.recipients, text=quote(plain))


class _Webhook(Action):  # type: ignore[misc]
    def __init__(self, url: str, report: Report) -> None:
        super().__init__()
        self._url, self._report = url, report

    def run_action(self) -> None:
        call_webhook(self._url, self._report.to_dict())


class _Command(Action):  # type: ignore[misc]
    def __init__(self, argv: list[str], report: Report) -> None:
        super().__init__()
        self._argv, self._report = argv, report

    def run_action(self) -> None:
        run_command(self._argv, self._report.text)


def _secret(name: str) -> str:
    value = os.environ.get(name)
    if not value:
        raise NotConfigured(f"{name} is not set in the environment")
    return value


def run_suite(report: Report, channels: Channels) -> list[str]:
    """Run the suite: every result a monitor, every channel an action; what could not be told, a line each.

    A channel that is not configured rightly stops neither the suite nor the other channels.
    """
    troubles: list[str] = []
    actions: list[Any] = []
    makers: list[tuple[str, Any]] = [
        ("email", lambda: channels.email and _Mail(channels.email, report)),
        ("slack", lambda: channels.slack and _Slack(channels.slack.recipients, report)),
        ("telegram", lambda: channels.telegram and _Telegram(channels.telegram.recipients, report)),
        ("webhook", lambda: channels.webhook and _Webhook(channels.webhook.url, report)),
        ("command", lambda: channels.command and _Command(channels.command.argv, report)),
    ]
    for name, make in makers:
        try:
            action = make()
        except NotConfigured as error:
            troubles.append(f"{name} could not tell: {without_secrets(str(error))}")
            continue
        if action is not None:
            action.channel = name
            actions.append(action)
    bad = {found.monitor for found in report.bad}
    suite = MonitorSuite(
        name="harvest", monitors=[_monitor(found, is_bad=found.monitor in bad) for found in report.results]
    )
    suite.monitors_failed_actions = actions
    _Runner(troubles).run(suite)
    return troubles


class _Runner(MonitorRunner):  # type: ignore[misc]
    """Runs the suite, and keeps what went wrong with an action in words."""

    def __init__(self, troubles: list[str]) -> None:
        super().__init__()
        self._troubles = troubles

    def create_result(self) -> Any:
        from spidermon.results.monitor import MonitorResult as SpidermonResult

        troubles = self._troubles

        class Result(SpidermonResult):  # type: ignore[misc]
            def add_action_error(self, action: Any, error: str) -> None:
                super().add_action_error(action, error)
                said = error.strip().splitlines()[-1]
                kind, _, words = said.partition(": ")
                told = words if kind.endswith(ChannelError.__name__) else said
                troubles.append(f"{action.channel} could not tell: {without_secrets(told)}")

        return Result()

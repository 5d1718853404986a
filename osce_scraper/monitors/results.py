"""How the result of a monitor is written."""

from typing import Final

from osce_scraper.records import MonitorResult, MonitorStatus

#: How bad a status is.
RANK: Final = {MonitorStatus.GREEN: 0, MonitorStatus.YELLOW: 1, MonitorStatus.RED: 2}
#: Where a bound comes from that no earlier run gave.
BUILT_IN: Final = "built in"


def result(
    monitor: str,
    status: MonitorStatus,
    message: str,
    *,
    value: float | None = None,
    bound: float | None = None,
    origin: str = BUILT_IN,
    look_at: str | None = None,
) -> MonitorResult:
    """A result; ``look_at`` is left out of a green one."""
    return MonitorResult(
        monitor=monitor,
        status=status,
        value=None if value is None else round(value, 4),
        bound=None if bound is None else round(bound, 4),
        origin=origin,
        message=message,
        look_at=None if status is MonitorStatus.GREEN else look_at,
    )


def per_cent(share: float) -> str:
    """A share in words of a report."""
    return f"{100 * share:.0f} %"


def above(value: float, red: float, yellow: float) -> MonitorStatus:
    """The status of a value that should be low."""
    if value > red:
        return MonitorStatus.RED
    return MonitorStatus.YELLOW if value > yellow else MonitorStatus.GREEN


def below(value: float, red: float, yellow: float) -> MonitorStatus:
    """The status of a value that should be high."""
    if value < red:
        return MonitorStatus.RED
    return MonitorStatus.YELLOW if value < yellow else MonitorStatus.GREEN

"""Settings are checked before the first request: names of this project, and values that are numbers."""

import difflib
import math
import os
from typing import Final

from scrapy.settings import SETTINGS_PRIORITIES, BaseSettings, Settings

#: What every name of a setting of this project begins with.
_PREFIX: Final = "OSCE_"
#: How like a setting a variable of the environment has to be to be taken for a slip: others, such as a
#: password that monitors.toml names, are the operator's own.
_A_SLIP: Final = 0.85
#: What the words of an environment stand for, where settings.py does not say it by its default.
_KINDS: Final[dict[str, type]] = {
    "OSCE_ARCHIVE_ENABLED": bool,
    "OSCE_CLOCK_CHECK": bool,
    "OSCE_LOOPBACK_POLITE": bool,
    "OSCE_PUBLISH": bool,
    "OSCE_RETRY_AFTER_MAX": float,
    "OSCE_RETRY_AFTER_TOTAL": float,
    "OSCE_RUN": bool,
    "OSCE_SAMPLE": int,
}
_WANTED: Final[dict[type, str]] = {
    bool: "1 or 0",
    int: "a whole number{least}",
    float: "a number{least}",
}


class BadSettingError(ValueError):
    """Settings that do not exist or have a value they can't take; the message names each, a line each."""


def check_settings(settings: BaseSettings) -> None:
    """Raise ``BadSettingError`` for unknown names of this project and for values that are no number."""
    defaults = Settings()
    defaults.setmodule("osce_scraper.settings", priority="project")
    known = sorted(name for name in defaults if name.startswith(_PREFIX))
    faults = [
        f"-s {name}: there is no such setting; {_suggestion(name, known)}"
        for name in sorted(settings)
        if name.startswith(_PREFIX) and name not in known
    ]
    faults += [
        f"{name}: there is no such setting; did you mean {nearest[0]}? Rename or unset that variable of the "
        "environment"
        for name in sorted(os.environ)
        if name.startswith(_PREFIX)
        and name not in known
        and (nearest := difflib.get_close_matches(name, known, 1, _A_SLIP))
    ]
    for name in sorted(defaults):
        kind = _KINDS.get(name) or type(defaults[name])
        if kind in _WANTED and (settings.getpriority(name) or 0) > SETTINGS_PRIORITIES["default"]:
            value = settings[name]
            if value is not None and not _takes(name, kind, value):
                faults.append(f"{name}={value!r}: give {_WANTED[kind].format(least=_least(name))}")
    if faults:
        raise BadSettingError("\n".join(faults))


def _suggestion(name: str, known: list[str]) -> str:
    nearest = difflib.get_close_matches(name, known, 1)
    return f"did you mean {nearest[0]}?" if nearest else f"there are {', '.join(known)}"


def _takes(name: str, kind: type, value: object) -> bool:
    """Whether Scrapy reads ``value`` as a setting of this kind, within its bounds."""
    if kind is bool:
        return value in (True, False, "0", "1", "True", "true", "False", "false")
    try:
        number = int(str(value)) if kind is int else float(str(value))
    except ValueError:
        return False
    return math.isfinite(number) and number >= _lowest(name)


def _lowest(name: str) -> float:
    """No request is made with none at once; only priorities go below nothing."""
    if name.startswith("CONCURRENT_"):
        return 1
    return -math.inf if "PRIORITY" in name else 0


def _least(name: str) -> str:
    lowest = _lowest(name)
    return "" if math.isinf(lowest) else f", {lowest} or more"

"""Bounds and channels: the built-in file, and one of the user's that changes some of it."""

import difflib
import tomllib
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import Annotated, Any, Final, Literal

from pydantic import BaseModel, ConfigDict, Field, ValidationError

#: Name of the user's file in the data directory.
FILE: Final = "monitors.toml"


class BoundsError(Exception):
    """A file of bounds cannot be used; the message names file, key and what it takes."""


class _Section(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


_Share = Field(ge=0, le=1)


class Learning(_Section):
    """How many earlier runs are looked at, which nights together, and how sure a monitor must be."""

    runs: int = Field(ge=1)
    windows: list[Annotated[int, Field(ge=1)]] = Field(min_length=1)
    certainty_red: float = Field(gt=0, lt=1)
    certainty_yellow: float = Field(gt=0, lt=1)


class ShareBounds(_Section):
    """A share that should be small: what is usual at most, and how far above it is too far."""

    usual: float = _Share
    difference: float = _Share
    least: int = Field(ge=1)
    red: bool = True


class ListingBounds(_Section):
    """How much of a listing must have been seen."""

    red: float = _Share
    yellow: float = _Share
    repeated_red: float = _Share
    repeated_yellow: float = _Share
    least: int = Field(ge=1)


class NewsBounds(_Section):
    """How long it may take until something new is found."""

    red_days: float = Field(gt=0)
    yellow_days: float = Field(gt=0)
    factor: float = Field(ge=1)
    oldest_days: int = Field(ge=1)
    backwards_days: int = Field(ge=1)
    behind_days: int = Field(ge=1)
    week_share: float = _Share
    week_least: float = Field(gt=0)


class MenuBounds(_Section):
    """How much of a menu may vanish."""

    red_entries: int = Field(ge=1)
    red_share: float = _Share
    other_menu: float = Field(gt=0)


class ItemBounds(_Section):
    """How many current items may vanish from one run to the next."""

    red: float = _Share
    least: int = Field(ge=1)


class DurationBounds(_Section):
    """How much slower a request may be than usual."""

    factor: float = Field(gt=1)
    least: int = Field(ge=1)


class Bounds(_Section):
    """All bounds; what each means stands in ``bounds.toml``."""

    learning: Learning
    shares: dict[str, ShareBounds]
    listings: ListingBounds
    news: NewsBounds
    menus: MenuBounds
    items: ItemBounds
    duration: DurationBounds


class Email(_Section):
    """A mail server and who gets mail; user and password come from the environment."""

    host: str
    port: int = Field(default=25, ge=1, le=65535)
    sender: str
    to: list[str] = Field(min_length=1)
    security: Literal["none", "starttls", "tls"] = "none"


class Recipients(_Section):
    """Who is told by Slack or Telegram; the token comes from the environment."""

    recipients: list[str] = Field(min_length=1)


class Webhook(_Section):
    """An address that gets the report as JSON."""

    url: str = Field(pattern=r"^https?://")


class Command(_Section):
    """A program that gets the report as its standard input."""

    argv: list[str] = Field(min_length=1)


class Channels(_Section):
    """Whom to tell, and of what."""

    on: Literal["red", "yellow"] = "red"
    email: Email | None = None
    slack: Recipients | None = None
    telegram: Recipients | None = None
    webhook: Webhook | None = None
    command: Command | None = None


class MonitorSettings(_Section):
    """Bounds and channels together, as the files have them."""

    bounds: Bounds
    channels: Channels = Channels()


@cache
def _built_in() -> dict[str, Any]:
    return tomllib.loads(files("osce_scraper.monitors").joinpath("bounds.toml").read_text(encoding="utf-8"))


def read_settings(data_dir: Path, named: str = "") -> MonitorSettings:
    """The built-in settings with those of the user's file above them.

    ``named`` is the file that ``OSCE_MONITORS`` names; without it, ``monitors.toml`` in ``data_dir`` is read
    if it is there. Raises ``BoundsError``.
    """
    file = Path(named) if named else data_dir / FILE
    if not named and not file.is_file():
        return _checked(_built_in(), file)
    try:
        own = tomllib.loads(file.read_text(encoding="utf-8"))
    except OSError as error:
        raise BoundsError(f"{file} cannot be read ({error.strerror}): check OSCE_MONITORS") from error
    except UnicodeDecodeError as error:
        raise BoundsError(f"{file} is no text in UTF-8 ({error.reason})") from error
    except tomllib.TOMLDecodeError as error:
        raise BoundsError(f"{file} is no TOML: {error}") from error
    return _checked(_laid_over(_built_in(), own, file), file)


def _laid_over(below: dict[str, Any], above: dict[str, Any], file: Path) -> dict[str, Any]:
    merged = dict(below)
    for name, value in above.items():
        if name != "channels" and isinstance(value, dict) and isinstance(below.get(name), dict):
            merged[name] = _laid_over(below[name], value, file)
        else:
            merged[name] = value
    return merged


def _checked(values: dict[str, Any], file: Path) -> MonitorSettings:
    channels = values.get("channels", {})
    shares = values.get("shares")
    for name in shares if isinstance(shares, dict) else ():
        if name not in _built_in()["shares"]:
            raise BoundsError(f"{file}: {_unknown(['shares', name])}")
    bounds = {name: section for name, section in values.items() if name != "channels"}
    try:
        return MonitorSettings.model_validate({"bounds": bounds, "channels": channels})
    except ValidationError as error:
        raise BoundsError(f"{file}: {_told(error)}") from None


def _told(error: ValidationError) -> str:
    first = error.errors(include_url=False)[0]
    # The file has the sections of the bounds at its top.
    where = [str(part) for part in first["loc"]]
    if where[0] == "bounds":
        del where[0]
    name = ".".join(where)
    if first["type"] != "extra_forbidden":
        return f"{name} = {first['input']!r} is not usable: {first['msg'][0].lower()}{first['msg'][1:]}"
    return _unknown(where)


def _unknown(where: list[str]) -> str:
    name = ".".join(where)
    near = difflib.get_close_matches(where[-1], _keys(where[:-1]), n=1)
    guess = f" Did you mean {near[0]!r}?" if near else f" It knows {', '.join(_keys(where[:-1]))}."
    return f"{name} is unknown.{guess}"


def _keys(path: list[str]) -> list[str]:
    """What can stand in the section that ``path`` leads to."""
    if path[:1] == ["shares"]:
        return list(_built_in()["shares"] if len(path) == 1 else ShareBounds.model_fields)
    model: type[BaseModel] = Channels if path[:1] == ["channels"] else Bounds
    for step in path[1:] if path[:1] == ["channels"] else path:
        annotation = model.model_fields[step].annotation
        options = [annotation, *getattr(annotation, "__args__", ())]
        model = next(
            option for option in options if isinstance(option, type) and issubclass(option, BaseModel)
        )
    names = list(model.model_fields)
    return [*names, "channels"] if not path else names

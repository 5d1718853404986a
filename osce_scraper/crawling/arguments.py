"""Arguments of the spiders: one typed model a spider, checked before the first request."""

import datetime as dt
import difflib
import re
from collections.abc import Mapping
from functools import partial
from pathlib import Path
from typing import Annotated, Any, ClassVar, Self

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, ValidationError, model_validator

from osce_scraper.sites import SiteProfile


class BadArgumentsError(ValueError):
    """Arguments that a spider does not take; the message names each, and what it takes."""


def _split_list(value: object) -> object:
    """``"en, uk"`` as the list it means; anything else as it is."""
    if not isinstance(value, str):
        return value
    words = value.replace(",", " ").split()
    if not words:
        raise ValueError("nothing is named")
    return words


_DAYS_AGO = re.compile(r"-(\d{1,4})d")


def _read_day(value: object, *, last: bool) -> object:
    """A day written YYYY-MM-DD; a month or a year is its first day, or its ``last``; -7d is seven days ago.

    pydantic alone would also take 20240131 for a number of seconds.
    """
    if not isinstance(value, str):
        return value
    text = value.strip()
    if (ago := _DAYS_AGO.fullmatch(text)) is not None:
        return dt.datetime.now(dt.UTC).date() - dt.timedelta(days=int(ago[1]))
    for form in ("%Y-%m-%d", "%Y-%m", "%Y"):
        try:
            day = dt.datetime.strptime(text, form).date()  # noqa: DTZ007 - a day has no zone
        except ValueError:
            continue
        if not last or form == "%Y-%m-%d":
            return day
        months = 12 - day.month if form == "%Y" else 0
        following = day.replace(month=day.month + months, day=28) + dt.timedelta(days=4)
        return following.replace(day=1) - dt.timedelta(days=1)
    raise ValueError("no day of that form")


FirstDay = Annotated[dt.date, BeforeValidator(partial(_read_day, last=False))]
LastDay = Annotated[dt.date, BeforeValidator(partial(_read_day, last=True))]
Words = Annotated[tuple[str, ...], BeforeValidator(_split_list)]


class SpiderArguments(BaseModel):
    """Base of the spiders' arguments: strict about names, and able to say what it takes.

    A field's description says what the argument takes; its example shows one.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)
    spider: ClassVar[str]

    @classmethod
    def read(cls, arguments: Mapping[str, Any]) -> Self:
        """The arguments checked.

        Raises ``BadArgumentsError`` with a line for each that is unknown or wrong.
        """
        try:
            return cls.model_validate(dict(arguments))
        except ValidationError as error:
            lines = [cls._explain(problem) for problem in error.errors()]
        raise BadArgumentsError("\n".join(dict.fromkeys(lines)))

    @classmethod
    def takes(cls, name: str) -> str:
        """What the argument takes, with an example."""
        field = cls.model_fields[name]
        example = field.examples[0] if field.examples else ""
        return f"it takes {field.description}, such as -a {name}={example}"

    @classmethod
    def _explain(cls, problem: Any) -> str:
        if not problem["loc"]:
            return str(problem["msg"]).removeprefix("Value error, ")
        name, value = str(problem["loc"][0]), problem["input"]
        if problem["type"] != "extra_forbidden":
            return f"argument {name!r}: {value!r} is not usable; {cls.takes(name)}"
        known = ", ".join(cls.model_fields) or "no arguments"
        close = difflib.get_close_matches(name, cls.model_fields, n=1)
        meant = f" Did you mean {close[0]!r}?" if close else ""
        return f"unknown argument {name!r}: the spider {cls.spider!r} takes {known}.{meant}"


class MenusArguments(SpiderArguments):
    """The spider ``menus`` takes no arguments."""

    spider = "menus"


class NewsArguments(SpiderArguments):
    """What the spider ``news`` takes; everything may be left out."""

    spider = "news"

    since: FirstDay | None = Field(
        default=None,
        description="the first day of issue, written YYYY-MM-DD, YYYY-MM, YYYY or -7d",
        examples=["2024-01-31"],
    )
    until: LastDay | None = Field(
        default=None,
        description="the last day of issue, written YYYY-MM-DD, YYYY-MM, YYYY or -7d",
        examples=["2024-12-31"],
    )
    languages: Words = Field(
        default=(), description="languages by their two letters, separated by commas", examples=["en,uk"]
    )
    limit: int | None = Field(
        default=None, ge=1, description="the largest number of items to fetch, from 1", examples=["100"]
    )
    full: bool = Field(
        default=False,
        description="1 to walk every listing to its end and look at every item again, 0 not to",
        examples=["1"],
    )
    urls: Words = Field(
        default=(),
        description="addresses of items, separated by commas; then nothing else is fetched",
        examples=["https://www.osce.org/secretariat/531680"],
    )
    urls_file: Path | None = Field(
        default=None,
        description="a file with an address of an item on each line; then nothing else is fetched",
        examples=["urls.txt"],
    )

    @model_validator(mode="after")
    def _agree(self) -> Self:
        if self.since and self.until and self.since > self.until:
            raise ValueError(f"argument 'until': {self.until} is before since={self.since}; exchange the two")
        return self

    def addresses(self, profile: SiteProfile) -> tuple[str, ...]:
        """The addresses of ``urls`` and ``urls_file``, in their order, each an item of the site.

        Raises ``BadArgumentsError`` when the file can't be read, names no address, or an address is not
        one of an item on the profile's hosts; and when one of ``languages`` is none of the site's.
        """
        for language in self.languages:
            if language not in profile.site.language_codes:
                raise BadArgumentsError(
                    f"argument 'languages': {language!r} is no language; {self.takes('languages')}"
                )
        named = [("urls", url) for url in self.urls]
        if self.urls_file is not None:
            named += [("urls_file", url) for url in self._lines(self.urls_file)]
        for argument, url in named:
            if profile.identity(url) is None:
                raise BadArgumentsError(
                    f"argument {argument!r}: {url!r} is no address of an item on {profile.base_url}; "
                    f"{self.takes(argument)}"
                )
        return tuple(dict.fromkeys(url for _, url in named))

    @property
    def names_addresses(self) -> bool:
        """Whether the items are given, so that nothing has to be discovered."""
        return bool(self.urls) or self.urls_file is not None

    def _lines(self, path: Path) -> list[str]:
        try:
            text = path.read_text(encoding="utf-8-sig")
        # A name with a null byte, and bytes that are no UTF-8, are both ValueErrors.
        except (OSError, ValueError) as error:
            raise BadArgumentsError(
                f"argument 'urls_file': {str(path)!r} can't be read ({error}); {self.takes('urls_file')}"
            ) from error
        lines = [line.strip() for line in text.splitlines()]
        urls = [line for line in lines if line and not line.startswith("#")]
        if not urls:
            raise BadArgumentsError(
                f"argument 'urls_file': {str(path)!r} names no address; {self.takes('urls_file')}"
            )
        return urls


def describe_arguments() -> str:
    """The arguments of every spider, a line each, as help shows them."""
    lines = ["Arguments of the spiders, each given as -a name=value:"]
    for model in (NewsArguments, MenusArguments):
        lines.append(f"  {model.spider}:" if model.model_fields else f"  {model.spider}: none")
        lines += [f"    {name}: {field.description}" for name, field in model.model_fields.items()]
    return "\n".join(lines)

"""A site with several layouts and languages that grows night by night, always in the same way."""

import datetime as dt
import random
import tomllib
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

from tests.site.desk import Desk
from tests.site.generated import frames_of_stories, story_from_frames
from tests.site.server import LocalSite
from tests.site.stories import Story, blocks, default_listings

_FRAMES = tomllib.loads((Path(__file__).parent / "frames.toml").read_text(encoding="utf-8"))
_SECTIONS = {
    "ru": [
        ("programme-office-in-dushanbe", "OSCE Programme Office in Dushanbe"),
        ("secretariat", "OSCE Secretariat"),
    ],
    "uk": [("project-coordinator-in-ukraine", "OSCE Project Co-ordinator in Ukraine")],
    "sq": [
        ("presence-in-albania", "OSCE Presence in Albania"),
        ("mission-in-kosovo", "OSCE Mission in Kosovo"),
    ],
}
_FIELDS = ("Policing", "Human rights", "Environmental activities", "Rule of law", "Youth")
#: The day of the first night.
FIRST_NIGHT = dt.datetime(2026, 9, 15, 22, tzinfo=dt.UTC)
#: Old layouts, which only archives have: every so many of the stories.
_OLD = ("newsroom", "bare", "labelled")


class NightSite(LocalSite):
    """A site of about ``size`` items. ``grow`` adds what a day brings."""

    def __init__(self, size: int = 300, *, port: int = 0, seed: int = 7, side_listings: bool = True) -> None:
        self._size = size
        self._chance = random.Random(seed)
        self._days = 0
        #: Items a day.
        self.daily = (3, 7)
        self.side_listings = side_listings
        super().__init__(None, port=port, now=FIRST_NIGHT, crawl_delay=None, page_size=20, keep_log=False)

    def _first_stories(self, items: int | None) -> Iterator[Story]:
        del items
        written = [story for story in Desk._first_stories(self, None) if not story.refused]
        kept = written[: max(self._size // 4, 4)]
        if not self.side_listings:
            kept = [
                story
                for story in kept
                if not set(story.listings) & {"/ukraine-smm/reports", "/fom/statements"}
            ]
        yield from kept
        day = FIRST_NIGHT.date() - dt.timedelta(days=1)
        for place in range(self._size - len(kept)):
            if self._chance.random() < 0.45:
                day -= dt.timedelta(days=1)
            yield self._story(800_000 + self._size - place, day, old=place > self._size // 3)

    def _story(self, number: int, day: dt.date, *, old: bool = False) -> Story:
        """A story, every fifth not in English; of the archives every fourth in an old layout."""
        if self._chance.random() < 0.2:
            return self._translated(number, day)
        story = story_from_frames(number, day, frames_of_stories(), self._chance)
        story = replace(story, layout="drupal6" if self._chance.random() < 0.3 else "drupal11")
        if old and self._chance.random() < 0.25:
            layout = self._chance.choice(_OLD)
            return replace(
                story,
                layout=layout,
                listings=(),
                type_label="News",
                date_on="none" if layout == "bare" else "time_label",
            )
        return replace(story, listings=default_listings(story))

    def _translated(self, number: int, day: dt.date) -> Story:
        chance = self._chance
        language = chance.choice(("ru", "uk", "sq"))
        frames = _FRAMES[language]
        women, men = chance.randint(3, 15), chance.randint(3, 15)
        words = {
            "place": chance.choice(frames["places"]),
            "topic": chance.choice(frames["topics"]),
            "women": women,
            "men": men,
            "n": women + men,
        }
        text = [chance.choice(frames["leads"]), *chance.sample(frames["middles"], k=3)]
        section, office = chance.choice(_SECTIONS[language])
        return Story(
            number=number,
            section=section,
            title=chance.choice(frames["titles"]).format(**words) + f" ({number % 1000})",
            text=blocks("\n\n".join(text).format(**words)),
            issued_on=day,
            language=language,
            layout="drupal11",
            issuers=(office,),
            fields_of_work=(chance.choice(_FIELDS),),
            listings=(),
            modified=dt.datetime.combine(day, dt.time(9), tzinfo=dt.UTC),
        )

    def grow(self, items: int | None = None) -> list[Story]:
        """A day passes, and ``items`` appear (None: as many as usual)."""
        with self.lock:
            self.advance(days=1)
            self._days += 1
            number = self._chance.randint(*self.daily) if items is None else items
            return [
                self.publish(self._story(810_000 + 1000 * self._days + place, self.now.date()))
                for place in range(number)
            ]

    def publish(self, story: Story) -> Story:
        """Put a story on the site, changed now."""
        with self.lock:
            story = replace(story, modified=self.now)
            self._put(story)
            return story

    def change(self, story: Story) -> None:
        """Replace a story, changed now."""
        self.publish(story)

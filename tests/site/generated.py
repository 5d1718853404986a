"""Further stories in any number, made from sentence frames: the same seed gives the same stories."""

import datetime as dt
import random
import tomllib
from collections.abc import Iterator
from dataclasses import replace
from functools import cache

from tests.site.stories import CONTENT, Count, Link, Story, blocks, default_listings, first_change

#: The first number of a generated story; no written story has so high a number below 660000.
FIRST_NUMBER = 800_000


def further_stories(amount: int, seed: int) -> Iterator[Story]:
    """``amount`` stories, the newest first, one to four a day back from September 2026."""
    frames = frames_of_stories()
    chance = random.Random(seed)
    day = dt.date(2026, 9, 10)
    before: list[Link] = []
    for place in range(amount):
        if chance.random() < 0.4:
            day -= dt.timedelta(days=1)
        story = story_from_frames(FIRST_NUMBER + amount - place, day, frames, chance)
        yield replace(story, related=tuple(before[-2:]))
        before = [*before[-1:], Link(story.path, story.title, story.label)]


@cache
def frames_of_stories() -> dict[str, list[str]]:
    """The sentence frames, as ``content/frames.toml`` has them."""
    return tomllib.loads((CONTENT / "frames.toml").read_text(encoding="utf-8"))


def story_from_frames(
    number: int, day: dt.date, frames: dict[str, list[str]], chance: random.Random
) -> Story:
    """A story in English with counts of people, drawn from the frames."""
    section, office, place = chance.choice(frames["offices"]).split(" | ")
    field_of_work, subject = chance.choice(frames["subjects"]).split(" | ")
    people = chance.choice(frames["people"])
    women, men = chance.randint(2, 19), chance.randint(2, 19)
    words = {
        "office": office,
        "place": place,
        "subject": subject,
        "people": people,
        "total": str(women + men),
        "women": str(women),
        "men": str(men),
        "day": f"{day.day} {day.strftime('%B')}",
    }
    lead, stated = chance.choice(frames["leads"]).split(" | ")
    text = [lead.format(**words)]
    text += [
        sentence.format(**words) for sentence in chance.sample(frames["middles"], k=chance.randint(2, 4))
    ]
    text.append(chance.choice(frames["ends"]).format(**words))
    title = chance.choice(frames["titles"]).format(**words)
    count = Count(total=women + men) if stated == "total" else Count(total=women + men, women=women, men=men)
    story = Story(
        number=number,
        section=section,
        title=title[0].upper() + title[1:],
        text=blocks("\n\n".join(text)),
        issued_on=day,
        layout="drupal11" if number % 2 else "drupal6",
        issuers=(office,),
        fields_of_work=(field_of_work,),
        place=place.upper() if number % 4 == 0 else "",
        counts=(count,),
        modified=first_change(day),
    )
    return replace(story, listings=default_listings(story))

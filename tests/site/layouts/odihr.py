"""odihr.osce.org: the layout of 2025 with a menu of its own."""

from tests.site.layouts import drupal11
from tests.site.menu import Entry, slug
from tests.site.stories import Story

BASE = "https://odihr.osce.org"
_OUR_WORK = (
    "Elections",
    "Civil society",
    "Rule of law",
    "Democratic governance",
    "Legislative support",
    "Freedom of religion or belief",
    "Freedom of peaceful assembly",
    "Gender-based violence",
    "Human rights defenders",
    "Human rights and new technologies",
    "Human rights and gender-responsive security sector",
    "Human rights and anti-terrorism",
    "Migration and freedom of movement",
    "National human rights institutions",
    "Torture",
    "Trafficking in human beings",
    "Hate crime",
    "People with disabilities",
    "Racism, xenophobia and discrimination",
    "Roma and Sinti",
    "Gender equality",
)
MENU = (
    Entry("Home", "/"),
    Entry("About us", "/odihr/about-us"),
    Entry("Our work", "/odihr/our-work", tuple(Entry(label, f"/odihr/{slug(label)}") for label in _OUR_WORK)),
    Entry("News", "/odihr/news"),
    Entry("Events", "/odihr/events"),
    Entry("Resources", "/odihr/resources"),
)


def dressed(html: str) -> str:
    """A page of the main site as odihr.osce.org would send it: its menu, its name."""
    return (
        html.replace(drupal11.MAIN_MENU, drupal11.main_menu(MENU, stray=False))
        .replace(" | OSCE</title>", " | OSCE - ODIHR</title>")
        .replace('content="OSCE"', 'content="OSCE - ODIHR"')
    )


def story_page(story: Story) -> str:
    """The page of a story on odihr.osce.org."""
    return dressed(drupal11.story_page(story, BASE, [(story.language, story.path)]))

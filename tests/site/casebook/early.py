"""Cases of `newsroom`, `bare` and `labelled`."""

from dataclasses import replace

from tests.site.casebook.case import WWW, Case, Facts, dateline, facts, tale
from tests.site.casebook.change import wayback
from tests.site.layouts.early import bare_page, newsroom_page
from tests.site.layouts.labelled import KINDS, labelled_page
from tests.site.stories import Story

#: What these pages do not say, or say only by their heading.
_UNSAID: Facts = {"type": ..., "type_label": ..., "issued_on_source": ..., "fields_of_work": []}


def newsroom() -> list[Case]:
    """Pages under the heading "Newsroom"."""

    def case(
        name: str, about: str, key: str, page: str | None = None, at: str | None = None, **changed: object
    ) -> Case:
        story = tale(key)
        said = {**_UNSAID, **changed}
        return Case(
            "newsroom",
            name,
            about,
            at or WWW + story.path,
            page or newsroom_page(story),
            facts(story, **said),
        )

    latin = tale("99034-en")
    return [
        case(
            "photo-and-body-twice",
            "photo line, dateline, and the body again from its second paragraph",
            "47210-en",
            dateline=dateline("PRISTINA", "2002-11-08"),
        ),
        case(
            "body-once",
            "a header line without place, no dateline",
            "49051-en",
            newsroom_page(tale("49051-en"), twice=False),
        ),
        case(
            "dateline-with-organization",
            "the dateline ends in (OSCE)",
            "36644-en",
            dateline=dateline("TBILISI", "2000-02-17"),
        ),
        case(
            "dateline-double-dash",
            "two hyphens glued to the year",
            "21808-en",
            dateline=dateline("COPENHAGEN", "1997-04-10"),
        ),
        case("ukrainian", "heading Новини", "80114-uk", dateline=dateline("КИЇВ", "2011-06-23")),
        case("albanian", "heading Redaksia e lajmeve", "96702-sq"),
        case(
            "year-in-header-only",
            "the dateline lacks the year, the header has it",
            "33270-en",
            dateline=dateline("VIENNA", "2001-08-23"),
        ),
        case(
            "old-address-in-wayback",
            "the address of 2000, played back",
            "54233-en",
            wayback(
                newsroom_page(tale("54233-en"), twice=False),
                stamp="20050212000000",
                base="http://www.osce.org",
            ),
            at="http://web.archive.org/web/20050212000000/http://www.osce.org/item/54233.html",
            dateline=dateline("THE HAGUE", "2004-04-09"),
            url=...,
        ),
        Case(
            "newsroom",
            "latin-1",
            "a page in windows-1252 that says so in its meta element only",
            WWW + latin.path,
            newsroom_page(latin, charset="windows-1252")
            .replace("–", "-")
            .encode("cp1252", "xmlcharrefreplace"),
            facts(latin, **_UNSAID),
            headers={"Content-Type": "text/html"},
        ),
    ]


def bare() -> list[Case]:
    """Pages with nothing but title and body."""

    def case(name: str, about: str, story: Story, **changed: object) -> Case:
        said = {**_UNSAID, "issuers": [], **changed}
        return Case("bare", name, about, WWW + story.path, bare_page(story), facts(story, **said))

    return [
        case(
            "with-dateline",
            "the dateline gives the date",
            tale("101499-en"),
            dateline=dateline("WARSAW/VILNIUS", "2013-05-17"),
            issued_on_source="dateline",
        ),
        case(
            "without-anything",
            "neither dateline nor date: null",
            tale("99034-en"),
            issued_on=None,
            issued_on_source=None,
        ),
        case(
            "date-without-year",
            "day and month only: no date of issue can be known",
            replace(tale("33270-en"), number=33271),
            issued_on=None,
            issued_on_source=None,
            dateline=dateline("VIENNA", None),
        ),
        case(
            "american-date-and-name",
            "July 20, 2012 and a name in the dateline",
            tale("92477-en"),
            dateline=dateline("DUSHANBE", "2012-07-20"),
            issued_on_source="dateline",
        ),
        case(
            "comma-before-year",
            "9 April, 2004",
            replace(tale("54233-en"), number=54234),
            dateline=dateline("THE HAGUE", "2004-04-09"),
            issued_on_source="dateline",
        ),
    ]


def labelled() -> list[Case]:
    """Pages in the shape of source, fields and regions."""

    def case(name: str, about: str, key: str, **changed: object) -> Case:
        story = tale(key)
        said: Facts = {
            "type_label": KINDS[story.kind, story.language],
            "issued_on": None,
            "issued_on_source": None,
            **changed,
        }
        return Case("labelled", name, about, WWW + story.path, labelled_page(story), facts(story, **said))

    return [
        case(
            "daily-report",
            "skip links, kind, OSCE, title, source",
            "414788-en",
            issued_on=...,
            issued_on_source=...,
        ),
        case(
            "daily-report-ukrainian",
            "the same report with Ukrainian labels",
            "414788-uk",
            issued_on=...,
            issued_on_source=...,
        ),
        case("news", "a news item without date", "506113-en"),
        case("news-russian", "Russian labels", "499170-ru"),
    ]


def cases() -> list[Case]:
    """All cases of the three layouts."""
    return newsroom() + bare() + labelled()

"""When the reported activity took place: not an earlier event, from the first day to the last, in any language."""

import datetime as dt

import pytest

from osce_scraper.facts.events import find_event

Days = tuple[str | None, str | None]


def days(*paragraphs: str, language: str = "en", issued: str | None = None) -> Days:
    event = find_event(
        paragraphs, language=language, issued_on=dt.date.fromisoformat(issued) if issued else None
    )
    if event is None:
        return None, None
    return tuple(day.isoformat() if day else None for day in (event.start, event.end))  # type: ignore[return-value]


ENGLISH: list[tuple[list[str], Days]] = [
    (["The workshop in Osh builds on a previous one held in Naryn on 5 May 2015."], (None, None)),
    (["The Mission held a second camp in Bar. The first took place in Ulcinj on 9 July 2014."], (None, None)),
    (["A fair, which follows a similar fair held in Bor on 2 June 2013, opened in Nis on 4 July 2014."], ("2014-07-04", None)),
    (["The course ran in three towns from 1 February to 30 September 2017."], ("2017-02-01", "2017-09-30")),
    (["Rivers know no borders.", "The Office brought together 30 engineers in Osh on 3 and 4 May 2016 to compare maps."], ("2016-05-03", "2016-05-04")),
    (["Rivers know no borders.", "Thirty engineers met in Osh on 3 May 2016 to compare maps."], ("2016-05-03", "2016-05-03")),
    (["The school ended its third term, held online, on 6 June 2021 in Osh."], (None, "2021-06-06")),
    (["Twelve pilots graduated on 6 June 2021 from a three-week course in Osh."], (None, "2021-06-06")),
    (["A class for pilots ended today in Osh (20 May – 6 June 2021)."], ("2021-05-20", "2021-06-06")),
    (["A seminar was held in Osh on 6 June 2021."], ("2021-06-06", "2021-06-06")),
    (["The report covers the months from 1 January to 30 June 2021."], (None, None)),
    (["A further camp is planned for 8 July 2021; the first was held on 2 June 2021."], ("2021-06-02", "2021-06-02")),
]  # fmt: skip


@pytest.mark.parametrize(("paragraphs", "expected"), ENGLISH)
def test_the_days_are_those_of_the_reported_event(paragraphs: list[str], expected: Days) -> None:
    assert days(*paragraphs, issued="2021-06-06" if "2021" in paragraphs[-1] else None) == expected


OTHERS: list[tuple[str, str, Days]] = [
    ("hy", "Սեմինարին մասնակցեցին դատավորներ 2016 թ. մայիսի 12-ին Գյումրիում։", ("2016-05-12", "2016-05-12")),
    ("az", "Təlim 2017-ci il sentyabrın 20-də Gəncədə keçirildi.", ("2017-09-20", "2017-09-20")),
    ("hr", "Od 3.10. do 5.10.2018. u Osijeku je održana radionica.", ("2018-10-03", "2018-10-05")),
    ("ky", "Семинар 2019-жылдын 21-июнунда Ошто өттү.", ("2019-06-21", "2019-06-21")),
    ("kk", "Семинар 2019 жылғы 5 маусымда Алматыда өтті.", ("2019-06-05", "2019-06-05")),
    ("uz", "Seminar 2019-yil 5-iyun kuni Toshkentda o‘tdi.", ("2019-06-05", "2019-06-05")),
    ("tg", "Семинар 5 июни соли 2019 дар Душанбе гузашт.", ("2019-06-05", "2019-06-05")),
    ("pl", "Szkolenie odbyło się 5 czerwca 2019 r. w Warszawie.", ("2019-06-05", "2019-06-05")),
    ("be", "Семінар адбыўся 5 чэрвеня 2019 года ў Мінску.", ("2019-06-05", "2019-06-05")),
    ("ka", "სემინარი 2019 წლის 5 ივნისს თბილისში გაიმართა.", ("2019-06-05", "2019-06-05")),
    ("kk", "Заң 2019 жылғы 5 маусымда жарияланды.", (None, None)),
    ("pl", "Ustawa z 5 czerwca 2019 r. weszła w życie.", (None, None)),
]  # fmt: skip


@pytest.mark.parametrize(("language", "text", "expected"), OTHERS)
def test_the_day_of_a_meeting_is_found_in_other_languages(language: str, text: str, expected: Days) -> None:
    assert days(text, language=language) == expected

"""What a record says of itself where the page is doubtful."""

import pytest

from osce_scraper.pages import read_news

URL = "https://www.osce.org/programme-office-in-bishkek/531680"
PAGE = """<html lang="en"><body><main><h1>Police train in Osh</h1><p>Press release</p>
<p>OSH, 3 May 2016 – {text}</p>
<p>The OSCE Programme Office in Bishkek organized it.</p></main></body></html>"""


@pytest.mark.parametrize(
    ("text", "codes"),
    [
        ("The course was attended by 20 police officers, 25 of them women.", ["participants_conflict"]),
        ("The course was attended by 20 police officers, 15 of them women.", []),
    ],
)
def test_a_split_larger_than_its_group_is_a_problem(text: str, codes: list[str]) -> None:
    item = read_news(PAGE.format(text=text), URL).item
    assert item.participants.total == 20
    assert [problem.code for problem in item.problems if problem.field == "participants"] == codes
    if codes:
        assert item.problems[-1].detail in item.body[0]

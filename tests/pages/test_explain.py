"""The explanation of a record says why people were counted."""

from osce_scraper.pages.explain import explanation
from osce_scraper.pages.news import read_news


def test_the_cues_of_a_count_are_shown() -> None:
    text = "Семінар для суддів\nУ семінарі взяли участь 34 судді, зокрема 12 жінок."
    reading = read_news(text, "https://www.osce.org/uk/node/301110", plain=True)
    assert "cue.takes_part: семінарі; split" in explanation(reading)


def test_a_page_without_counts_is_explained() -> None:
    text = "Заява ОБСЄ\nОБСЄ закликає сторони припинити вогонь і повернутися до переговорів."
    reading = read_news(text, "https://www.osce.org/uk/node/301110", plain=True)
    assert "cue." not in explanation(reading)

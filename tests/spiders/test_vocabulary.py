"""What a harvest says of names that nobody knows, and of menus that differ from the known one."""

import json
import urllib.request
from pathlib import Path

from osce_scraper.crawling.outcome import ExitCode
from tests.site.server import LocalSite
from tests.spiders.crawl import crawl, open_store, records


def test_only_the_planted_names_are_unknown(site: LocalSite, data: Path) -> None:
    assert crawl("news", site.base_url, data).code is ExitCode.GOOD
    with open_store(data) as store:
        found = [(name.kind, name.name, name.items) for name in store.unknown_names()]
    assert sorted(found) == [
        ("field_of_work", "Outer space", 1),
        ("office", "OSCE Liaison Desk in Reykjavik", 1),
    ]


def test_every_record_says_in_a_problem_which_name_is_unknown(site: LocalSite, data: Path) -> None:
    crawl("news", site.base_url, data)
    said = {
        (identity, problem["detail"])
        for identity, record in records(data).items()
        for problem in record["problems"]
        if problem["code"] in ("issuer_unknown", "field_of_work_unknown")
    }
    assert said == {("663408-en", "Outer space"), ("663015-en", "OSCE Liaison Desk in Reykjavik")}


def test_strategies_and_layouts_are_counted(site: LocalSite, data: Path) -> None:
    counts = crawl("news", site.base_url, data).counts
    stored = counts["stored/added"]
    assert counts["layout/drupal11"] + counts["layout/drupal6"] == stored
    dates = {name: number for name, number in counts.items() if name.startswith("field/issued_on/")}
    assert sum(dates.values()) == stored
    assert dates["field/issued_on/none"] == counts["problem/issued_on_missing"] == 1


def test_a_known_menu_has_no_differences(small_site: LocalSite, data: Path) -> None:
    crawl("menus", small_site.base_url, data)
    assert _findings(data) == []


def test_new_vanished_and_renamed_entries_end_in_the_run(small_site: LocalSite, data: Path) -> None:
    opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))
    with opener.open(f"{small_site.base_url}/") as answer:
        page = answer.read().decode()
    changed = page.replace(">Policing<", ">Beekeeping<").replace(">Gender equality conferences<", "><")
    changed = changed.replace(">Czechia<", ">Czech Republic<")
    assert changed.count("Beekeeping") == 1
    small_site.answer("/", 200, body=changed.encode())
    crawl("menus", small_site.base_url, data)
    (finding,) = _findings(data)
    assert [one["seen"] for one in finding["new"]] == ["Beekeeping"]
    assert {one["known"] for one in finding["vanished"]} == {"Policing", "Gender equality conferences"}
    entries = records(data, "menus")
    czechia = next(entry for entry in entries.values() if entry["label"] == "Czech Republic")
    assert (czechia["kind"], czechia["ref"]) == ("country", "CZ")


def _findings(data: Path) -> list[dict[str, list[dict[str, str]]]]:
    """What the last run wrote down of the menu."""
    run = json.loads((data / "runs.jsonl").read_text("utf-8").splitlines()[-1])
    return [each for each in run["monitors"] if each["monitor"] == "menu"]

"""Menus: the current ones, site by site."""

import pytest

from osce_scraper.store import MenuChange, Store
from tests.store.conftest import Clock
from tests.store.records import menu_entry


def test_menus_are_kept_in_the_order_of_the_page(store: Store, clock: Clock) -> None:
    entries = [
        menu_entry(label, place) for place, label in enumerate(["Our work", "Countries", "About us"], 1)
    ]
    assert store.save_menu("www", entries, clock(), 1) == MenuChange(3, 0, 0, 0)
    assert list(store.menus()) == entries


def test_saving_again_tells_what_changed_and_keeps_the_new(store: Store, clock: Clock) -> None:
    store.save_menu("www", [menu_entry("Our work"), menu_entry("Countries", 2)], clock(), 1)
    new = [menu_entry("Our work", url="https://www.osce.org/work"), menu_entry("News", 2)]
    assert store.save_menu("www", new, clock(), 1) == MenuChange(added=1, removed=1, changed=1, unchanged=0)
    assert list(store.menus()) == new
    assert store.save_menu("www", new, clock(), 1) == MenuChange(0, 0, 0, 2)


def test_sites_do_not_disturb_each_other(store: Store, clock: Clock) -> None:
    store.save_menu("www", [menu_entry("Our work")], clock(), 1)
    store.save_menu("odihr", [menu_entry("Our work", url="https://odihr.osce.org/")], clock(), 1)
    assert [entry.url for entry in store.menus()] == ["https://odihr.osce.org/", None]


def test_an_empty_menu_does_not_wipe_out_a_good_one(store: Store, clock: Clock) -> None:
    store.save_menu("www", [menu_entry("Our work")], clock(), 1)
    with pytest.raises(ValueError, match="menu of www is empty"):
        store.save_menu("www", [], clock(), 1)
    assert len(list(store.menus())) == 1


def test_two_entries_of_one_name_are_refused(store: Store, clock: Clock) -> None:
    with pytest.raises(ValueError, match="same menu and id"):
        store.save_menu("www", [menu_entry("Our work"), menu_entry("Our work", 2)], clock(), 1)

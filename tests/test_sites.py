"""Addresses: what is an item, what is one item under several addresses, and what is left alone."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from osce_scraper.sites import Identity, RefusedAddress, is_loopback, load_site, unwrap_wayback

OSCE = load_site()

ITEMS = {
    "https://www.osce.org/secretariat/531680": "531680-en",
    "https://www.osce.org/node/531680": "531680-en",
    "https://www.osce.org/uk/node/531680": "531680-uk",
    "https://www.osce.org/ru/odihr/elections/444": "444-ru",
    "https://www.osce.org/en/secretariat/531680": "531680-en",
    "http://osce.org/what/policing/12": "12-en",
    "http://d6.web.osce.org/secretariat/531680": "531680-en",
    "https://odihr.osce.org/odihr/17772": "17772-en",
    "http://www.osce.org/item/4321.html": "4321-en",
    "https://www.osce.org/secretariat/531680/": "531680-en",
    "https://www.osce.org/secretariat/531680?utm_source=x#body": "531680-en",
    "https://www.osce.org/georgia-closed/9": "9-en",
    # Two letters that are no language are a section.
    "https://www.osce.org/mc/40881": "40881-en",
    "https://www.osce.org/pa/40882": "40882-en",
    "https://www.osce.org/press-releases/531680": "531680-en",
    "http://127.0.0.1:8123/sq/presence-in-albania/33": "33-sq",
    "https://web.archive.org/web/20150407120000/http://www.osce.org/albania/1523": "1523-en",
    "http://web.archive.org/web/2015id_/http:/www.osce.org/ru/albania/1523": "1523-ru",
}

NO_ITEMS = (
    "https://www.osce.org/",
    "https://www.osce.org/531680",
    "https://www.osce.org/uk/531680",
    "https://www.osce.org/secretariat",
    "https://www.osce.org/press-releases?page=3",
    # A path segment below the old listing is a keyword search.
    "https://www.osce.org/press-releases/2015",
    "https://www.osce.org/files/f/documents/1/4/523940.pdf",
    "https://www.osce.org/files/1/523940",
    "https://www.osce.org/secretariat/523940?download=true",
    "https://www.osce.org/sites/default/files/5",
    "https://www.osce.org/user/5",
    "https://www.osce.org/taxonomy/term/5",
    "https://www.osce.org/press-releases/news%253Fpage%253D1?page=451",
    "https://www.osce.org/news%253F/531680",
    "https://www.osce.org/secretariat/531680abc",
    "https://www.osce.org/secretariat/531680.html",
    "https://www.osce.org/secretariat/12345678901234567890",
    "https://www.example.org/secretariat/531680",
    "https://www.osce.org.example.org/secretariat/531680",
    "mailto:press@osce.org",
    "javascript:void(0)",
    "https://[bad/secretariat/531680",
    "",
)


@pytest.mark.parametrize(("url", "identity"), ITEMS.items())
def test_the_trailing_number_and_the_language_are_the_identity(url: str, identity: str) -> None:
    found = OSCE.identity(url)
    assert found is not None
    assert found.id == identity


@pytest.mark.parametrize("url", NO_ITEMS)
def test_files_listings_searches_junk_and_other_hosts_are_no_items(url: str) -> None:
    assert OSCE.identity(url) is None


@pytest.mark.parametrize(
    ("url", "canonical"),
    [
        ("http://osce.org/a/1?x=1#y", "https://www.osce.org/a/1"),
        ("http://d6.web.osce.org/uk/a/1/", "https://www.osce.org/uk/a/1"),
        ("HTTP://WWW.OSCE.ORG:80//a//1", "https://www.osce.org/a/1"),
        ("https://odihr.osce.org/odihr/1", "https://odihr.osce.org/odihr/1"),
        ("https://www.osce.org/a/b/../1", "https://www.osce.org/a/1"),
        ("https://www.osce.org/%7ea/1", "https://www.osce.org/~a/1"),
        ("http://127.0.0.1:8123/a/1?x", "http://127.0.0.1:8123/a/1"),
        ("http://localhost/a/1", "http://localhost/a/1"),
        ("http://[::1]:8123/a/1", "http://[::1]:8123/a/1"),
        ("https://web.archive.org/web/2015/http://www.osce.org/a/1", "https://www.osce.org/a/1"),
    ],
)
def test_an_address_has_one_canonical_form(url: str, canonical: str) -> None:
    assert OSCE.canonical_url(url) == canonical
    assert OSCE.canonical_url(canonical) == canonical


@pytest.mark.parametrize("url", ["mailto:a@b", "/a/1", "", "https://www.osce.org/news%253Fpage"])
def test_an_address_that_should_not_be_asked_for_is_refused(url: str) -> None:
    with pytest.raises(RefusedAddress):
        OSCE.canonical_url(url)


def test_a_listing_keeps_only_what_means_something_to_it() -> None:
    url = "http://www.osce.org/press-releases?utm=1&rows=50&page=3&solrsort=ds_date%20desc"
    assert OSCE.canonical_listing_url(url) == (
        "https://www.osce.org/press-releases?page=3&rows=50&solrsort=ds_date+desc"
    )
    assert OSCE.canonical_listing_url("https://www.osce.org/news?page=0") == "https://www.osce.org/news"
    with pytest.raises(RefusedAddress, match="escaped twice"):
        OSCE.canonical_listing_url("https://www.osce.org/news?q=%253D")


def test_wrappers_of_the_wayback_machine_come_off_one_by_one() -> None:
    inner = "http://www.osce.org/albania/1"
    once = f"https://web.archive.org/web/20150407120000/{inner}"
    twice = f"https://web.archive.org/web/20200101000000*/{once}"
    assert unwrap_wayback(once) == unwrap_wayback(twice) == inner
    assert unwrap_wayback("https://web.archive.org/web/2015/www.osce.org/albania/1") == inner
    assert unwrap_wayback(inner) == inner


def test_the_language_is_what_the_prefix_says() -> None:
    assert OSCE.language_of("https://www.osce.org/uk/node/5") == "uk"
    assert OSCE.language_of("https://www.osce.org/node/5") is None
    assert OSCE.language_of("https://www.osce.org/mc/5") is None


def test_the_profile_of_the_live_site_names_its_hosts_listings_and_menus() -> None:
    profile = OSCE.profile("http://osce.org/")
    assert profile.base_url == "https://www.osce.org"
    assert "https://www.osce.org/news" in profile.listings
    assert "https://www.osce.org/press-releases" in profile.listings
    assert profile.allows("https://odihr.osce.org/odihr/17772")
    assert profile.allows("http://osce.org/odihr/17772")
    assert not profile.allows("https://www.example.org/")
    assert not profile.allows("https://evil-osce.org/")
    assert not profile.allows("ftp://www.osce.org/")
    assert {site for site, _ in profile.menus} == {"www.osce.org", "odihr.osce.org"}


def test_a_copy_of_the_site_has_its_own_host_and_port_alone() -> None:
    profile = OSCE.profile("http://127.0.0.1:8123/")
    assert profile.listings[0] == "http://127.0.0.1:8123/news"
    assert profile.allows("http://127.0.0.1:8123/a/1")
    assert not profile.allows("http://127.0.0.1:8124/a/1")
    assert not profile.allows("http://localhost:8123/a/1")
    assert not profile.allows("https://www.osce.org/a/1")
    assert profile.feeds == ()
    mirror = OSCE.profile("https://osce.example.org")
    assert mirror.identity("https://osce.example.org/a/1") == Identity("1", "en")
    assert mirror.identity("https://www.osce.org/a/1") is None


@pytest.mark.parametrize(
    "url", ["www.osce.org", "ftp://www.osce.org", "https://www.osce.org/news", "", "https://"]
)
def test_a_base_address_is_a_scheme_and_a_host(url: str) -> None:
    with pytest.raises(RefusedAddress, match="is no site"):
        OSCE.profile(url)


def test_this_machine_is_known_by_its_names() -> None:
    assert is_loopback("http://127.0.0.1:8123/")
    assert is_loopback("http://localhost/")
    assert is_loopback("http://[::1]/")
    assert not is_loopback("https://www.osce.org/")


@given(st.text())
def test_no_text_whatever_is_too_much(text: str) -> None:
    OSCE.identity(text)
    OSCE.language_of(text)
    for prefix in ("https://www.osce.org/", "https://web.archive.org/web/2015/"):
        OSCE.identity(prefix + text)
        try:
            canonical = OSCE.canonical_url(prefix + text)
        except RefusedAddress:
            continue
        assert OSCE.canonical_url(canonical) == canonical


@given(
    st.sampled_from(["", "uk/", "ru/"]),
    st.lists(st.from_regex(r"[a-z][a-z-]{3,12}", fullmatch=True), min_size=1, max_size=3),
    st.integers(min_value=10_000, max_value=999_999),
)
def test_section_and_host_are_decoration(language: str, sections: list[str], number: int) -> None:
    path = f"/{language}{'/'.join(sections)}/{number}"
    plain = OSCE.identity(f"https://www.osce.org/{language}node/{number}")
    no_section = {"file", "files", "admin", "search", "user", "users", "form", "media", "sites", "system"}
    if sections[0] in no_section | {"comment", "filter", "sitemap", "taxonomy", "themes"}:
        return
    if re.fullmatch(r"[a-z]{2,3}-[a-z]{2,4}", sections[0]):
        return  # a language and its country, such as sr-latn
    for host in ("https://www.osce.org", "http://osce.org", "http://d6.web.osce.org"):
        assert OSCE.identity(host + path) == plain

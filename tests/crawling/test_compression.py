"""Compressed bodies: whole and within bounds, or not taken."""

import gzip
import zlib
from collections.abc import Callable

import brotli
import pytest
from backports import zstd

from osce_scraper.crawling.compression import CutOffError, TooLargeError, is_whole, unpacked

PAGE = b"<p>Fifteen officers took part.</p>" * 200
LARGEST = 1_000_000
PACK: dict[str, Callable[[bytes], bytes]] = {
    "gzip": gzip.compress,
    "deflate": zlib.compress,
    "br": brotli.compress,
    "zstd": zstd.compress,
}


@pytest.mark.parametrize("name", PACK)
class TestEveryCompression:
    """What holds for each of them."""

    def test_gives_the_page(self, name: str) -> None:
        assert unpacked(PACK[name](PAGE), [name], LARGEST) == PAGE

    def test_cut_off_anywhere_is_no_page(self, name: str) -> None:
        packed = PACK[name](PAGE)
        for end in range(2, len(packed), 7):
            with pytest.raises(CutOffError):
                unpacked(packed[:end], [name], LARGEST)

    def test_a_bomb_is_not_unpacked(self, name: str) -> None:
        with pytest.raises(TooLargeError):
            unpacked(PACK[name](bytes(50 * LARGEST)), [name], LARGEST)
        assert not is_whole(PACK[name](bytes(50 * LARGEST)), [name], LARGEST)

    def test_a_body_as_long_as_may_be_is_unpacked(self, name: str) -> None:
        assert len(unpacked(PACK[name](bytes(LARGEST)), [name], LARGEST)) == LARGEST

    def test_damage_is_told(self, name: str) -> None:
        with pytest.raises(CutOffError):
            unpacked(PACK[name](PAGE)[:12] + b"\xff" * 20, [name], LARGEST)


def test_what_says_it_is_gzip_and_is_not_is_taken_as_it_is() -> None:
    assert unpacked(PAGE, ["gzip"], LARGEST) == PAGE


def test_layers_are_undone_from_the_outermost() -> None:
    assert unpacked(brotli.compress(gzip.compress(PAGE)), ["gzip", "br"], LARGEST) == PAGE


def test_many_layers_are_a_trap() -> None:
    with pytest.raises(TooLargeError):
        unpacked(PAGE, ["gzip"] * 40, LARGEST)


def test_several_gzip_members_are_one_body() -> None:
    assert unpacked(gzip.compress(PAGE) + gzip.compress(PAGE), ["gzip"], LARGEST) == PAGE * 2


def test_an_unknown_encoding_stays() -> None:
    assert unpacked(PAGE, ["wrapped"], LARGEST) == PAGE

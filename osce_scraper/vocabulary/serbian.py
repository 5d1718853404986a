"""Serbian in both its scripts: the data files keep Latin script, pages use either."""

_DIGRAPHS = {
    "lj": "љ",
    "Lj": "Љ",
    "LJ": "Љ",
    "nj": "њ",
    "Nj": "Њ",
    "NJ": "Њ",
    "dž": "џ",
    "Dž": "Џ",
    "DŽ": "Џ",
}
_LETTERS = str.maketrans(
    "abcčćdđefghijklmnoprsštuvzžABCČĆDĐEFGHIJKLMNOPRSŠTUVZŽ",
    "абцчћдђефгхијклмнопрсштувзжАБЦЧЋДЂЕФГХИЈКЛМНОПРСШТУВЗЖ",
)


def to_cyrillic(latin: str) -> str:
    """Serbian text in Latin script, written in Cyrillic; a word where two letters stay two comes out wrong.

    Letters that Serbian does not have stay as they are.
    """
    for pair, letter in _DIGRAPHS.items():
        latin = latin.replace(pair, letter)
    return latin.translate(_LETTERS)

"""Countries mentioned in titles and leads: what counts as a mention and what only looks like one."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from osce_scraper.vocabulary import countries, countries_mentioned


def _codes(text, language=None):
    return [mention.iso2 for mention in countries_mentioned(text, language)]


@pytest.mark.parametrize(
    ("text", "codes"),
    [
        ("Border guards from Tajikistan and Kyrgyzstan train together", ["TJ", "KG"]),
        ("Senior managers of Georgian law enforcement authorities", ["GE"]),
        ("Tajik and Kyrgyz officers, Kazakhstan's experts", ["TJ", "KG", "KZ"]),
        ("Serbian-Hungarian border", ["RS", "HU"]),
        ("OSCE-Moldova co-operation", ["MD"]),
        ("Germany’s support; funded by Germany.", ["DE", "DE"]),
        ("North Macedonia", ["MK"]),
        ("the former Yugoslav Republic of Macedonia", ["MK"]),
        ("Macedonian institutions", ["MK"]),
        ("Republic of Moldova", ["MD"]),
        ("Bosnia and Herzegovina’s courts, and Bosnia", ["BA", "BA"]),
        ("the Kyrgyz Republic", ["KG"]),
        ("the US, the U.S. and the United States of America", ["US", "US", "US"]),
        ("U.S.-funded and UK-funded", ["US", "GB"]),
        ("Northern Ireland", ["GB"]),
        ("officers from Serbia and Montenegro", ["RS", "ME"]),
        ("Bosnia and Herzegovina and Serbia", ["BA", "RS"]),
        ("Türkiye, formerly Turkey", ["TR", "TR"]),
        ("the Holy See", ["VA"]),
        ("Kosovo's institutions", ["XK"]),
        ("Polish police officers polish their skills", ["PL"]),
        ("the Republic of Korea and Japan", ["KR", "JP"]),
        ("eastern Ukraine and Eastern Ukraine", ["UA", "UA"]),
        ("a new law in Uzbekistan. New Uzbek rules", ["UZ", "UZ"]),
        ("Czech Republic, Czechia, Czech experts", ["CZ", "CZ", "CZ"]),
        ("Kyrgyz community policing units", ["KG"]),
        ("in Albanian schools", ["AL"]),
        ("to Ukrainian and Moldovan border guards", ["UA", "MD"]),
        ("Georgia Ministry of Internal Affairs", ["GE"]),
        ("Georgia Strengthens Border Security Management", ["GE"]),
        ("Mediterranean Partners Jordan, Israel and Morocco", ["JO", "IL", "MA"]),
        ("patrols in Jordan Valley villages", ["JO"]),
        ("the Georgia Ukraine dialogue", ["GE", "UA"]),
        ("OSCE Secretary General Visits France", ["FR"]),
        ("A delegation from Guinea-Bissau", ["GW"]),
        ("Observers from Papua New Guinea and Equatorial Guinea", ["PG", "GQ"]),
        ("The Danish Embassy and the Danish Refugee Council", ["DK"]),
        ("Armenia, Georgia and Moldova, Washington", ["AM", "GE", "MD"]),
        ("Neighbouring Jordan opens a crossing", ["JO"]),
        ("Turkish Cypriot community leaders", []),
        ("the Turkish Cypriot leader", ["CY"]),
    ],
)
def test_a_name_or_a_word_for_the_people_is_a_mention(text, codes):
    assert _codes(text) == codes


@pytest.mark.parametrize(
    "text",
    [
        "Danish Refugee Council opens its office",
        "the Norwegian Helsinki Committee and Norwegian People’s Aid",
        "British Council teachers",
        "a visit to Lebanon, Tennessee",
        "Athens, Georgia",
        "Milan Jordan and Ana Petrić speak about their work",
        "what the Panama Papers say",
        # first and last names
        "Georgia Meloni opened the conference",
        "a meeting with Georgia O'Keeffe",
        "a lecture by Jordan Peterson",
        "Minister Israel Katz",
        "Chad Smith",
        "thanks to trainer John Jordan for his work",
        "It was opened by Ambassador Anatole France; Mr. Jordan and Ms Ireland spoke.",
        # streets and other places
        "at 5 Macedonia Street",
        "Ukraine Hotel, Hotel Moldova",
        "Georgian Bay",
        "the Norwegian Sea",
        "New Mexico",
        # a State of the USA
        "Atlanta, Georgia",
        "Savannah, Georgia",
        "Greek Macedonia and Western Macedonia",
        # languages
        "The course was held in Russian.",
        "in Russian and English",
        "available in English, Russian and Tajik languages",
        "translated into Montenegrin, Albanian and Romanian",
        "the Russian language",
        "Russian-speaking and Albanian-language schools",
        "She speaks Georgian fluently",
        "English or Ukrainian textbooks",
        # churches and peoples
        "the Serbian Orthodox Church",
        "the Armenian Apostolic Church and the Greek Catholic Church",
        "the Hungarian minority and Albanian communities",
        "ethnic Albanians",
        "Serbs and Croats",
        # parts of the world, money
        "Latin American partners, Central Asia, South America",
        "20 US dollars, US$1,000",
        # no capital, no whole word
        "polish the text; a turkey; Georgiana; Maltesers; Indianapolis",
        "Vienna, Tirana and Skopje",
        "",
    ],
)
def test_what_only_looks_like_a_country_is_no_mention(text):
    assert _codes(text) == []


@pytest.mark.parametrize(
    ("text", "codes"),
    [
        ("Kosovo Serbs and Kosovo Albanians", ["XK", "XK"]),
        ("Bosnian Serb leaders", ["BA"]),
        ("Georgia Meloni visits Kosovo", ["XK"]),
        ("Jordan Peterson speaks in Jordan", ["JO"]),
        ("the Serbian Orthodox Church in Montenegro", ["ME"]),
        ("Russian-speaking students in Latvia", ["LV"]),
        ("a textbook in Albanian for schools in Serbia", ["RS"]),
        ("the Minister. Georgian officials", ["GE"]),
    ],
)
def test_a_country_beside_one_that_is_not_meant_still_counts(text, codes):
    assert _codes(text) == codes


@pytest.mark.parametrize(
    ("text", "codes"),
    [
        ("В Грузии прошёл семинар для грузинских полицейских", ["GE", "GE"]),
        ("Пограничники Таджикистана, Кыргызстана и Республики Узбекистан", ["TJ", "KG", "UZ"]),
        ("курс на русском языке и на украинском языке", []),
        ("российско-грузинские отношения, Сан-Марино, США", ["RU", "GE", "SM", "US"]),
        ("Ираклий и Герман встретились", []),
        ("Співпраця з Україною, Молдовою та польськими установами", ["UA", "MD", "PL"]),
        ("українською мовою", []),
        ("Боснии и Герцеговине", ["BA"]),
        ("в Северной Македонии", ["MK"]),
    ],
)
def test_russian_and_ukrainian_are_read_by_their_stems(text, codes):
    assert _codes(text) == codes


@pytest.mark.parametrize("language", ["sq", "sr", "de", "tk"])
def test_other_languages_are_not_read(language):
    assert _codes("Kosovo, Serbia, Moldova", language) == []


def test_a_mention_says_where_it_stands():
    text = "Managers from the Republic of Moldova’s police"
    (mention,) = countries_mentioned(text)
    assert text[mention.start : mention.end] == "Republic of Moldova"
    assert mention.name == "Moldova"


@pytest.mark.parametrize("country", countries().values(), ids=lambda country: country.iso2)
def test_every_country_is_found_in_a_sentence(country):
    assert _codes(f"The training took place in {country.name} last week.") == [country.iso2]


@pytest.mark.parametrize(
    ("country", "word"),
    [(c.iso2, word) for c in countries().values() for word in c.people],
)
def test_every_word_for_a_people_is_found_in_a_sentence(country, word):
    assert _codes(f"The course brought together {word} from several towns.") == [country]


PIECES = [
    "Georgia",
    "Georgian",
    "Jordan",
    "France",
    "in",
    "Russian",
    " and ",
    " languages",
    "US",
    "$",
    "U.S.",
    "Serbs",
    "the former Yugoslav Republic of Macedonia",
    "San Marino",
    "’s",
    "Mr.",
    "-",
    "–",
    ". ",
    ", ",
    "/",
    "(",
    ")",
    " ",
    "\u00a0",
    "\n",
    "Грузии",
    "мовою",
    "İ",
    "ß",
    "Ж",
]


@settings(max_examples=400)
@given(st.lists(st.sampled_from(PIECES) | st.text(max_size=3), max_size=12).map("".join))
def test_no_text_makes_it_fail_and_every_span_fits(text):
    for mention in countries_mentioned(text):
        assert text[mention.start : mention.end].strip()
        assert mention.iso2 in countries()


@pytest.mark.parametrize("text", ["-Georgia", "–Georgian", "(Georgia", "Georgia-", " Georgia"])
def test_a_mark_before_the_first_word_does_no_harm(text):
    assert _codes(text) == ["GE"]

"""Where the function of a speaker begins and ends, and who is meant when the name is short or left out.

For each kind some texts are served by its rule, and some that are close to them are left as they are.
"""

import pytest

from osce_scraper.facts.quotes import find_quotes
from tests.facts.test_speakers import Named, speaker

PLACE_OR_BODY_AFTER_A_COMMA = [
    (
        "“We learned a lot,” said Ivo Babić, Chief of the Fire Brigade in Zenica, Bosnia and Herzegovina.",
        ("Ivo Babić", "Chief of the Fire Brigade in Zenica, Bosnia and Herzegovina"),
    ),
    (
        "“We learned a lot,” said Sara Lund, spokesperson of the Lori Police Division, Ministry of Interior.",
        ("Sara Lund", "spokesperson of the Lori Police Division, Ministry of Interior"),
    ),
    (
        "Olav Berg, Head of the Library in Khujand, Tajikistan, said: “We learned a lot.”",
        ("Olav Berg", "Head of the Library in Khujand, Tajikistan"),
    ),
    (
        "“We learned a lot,” noted Rita Noor, Senior Adviser, Gender Section.",
        ("Rita Noor", "Senior Adviser, Gender Section"),
    ),
    (
        "Marta Kos, Deputy Director, Customs Service of Moldova, said: “We learned a lot.”",
        ("Marta Kos", "Deputy Director, Customs Service of Moldova"),
    ),
    (
        "“We learned a lot,” said Ivo Babić, Chief of the Fire Brigade, in Zenica, Bosnia and Herzegovina.",
        ("Ivo Babić", "Chief of the Fire Brigade"),
    ),
    (
        "“We learned a lot,” said Sara Lund, Head of the Office, Tajikistan’s largest, on Monday.",
        ("Sara Lund", "Head of the Office"),
    ),
    (
        "Olav Berg, Head of the Library, Tajikistan and its schools were praised. “We learned"
        " a lot,” Berg said.",
        ("Olav Berg", "Head of the Library"),
    ),
    (
        "“We learned a lot,” said Rita Noor, Senior Adviser, adding that it was late.",
        ("Rita Noor", "Senior Adviser"),
    ),
    (
        "“We learned a lot,” said Marta Kos, Deputy Director, Anna Weiss, a trainer, and "
        "other guests agreed.",
        ("Marta Kos", "Deputy Director"),
    ),
]

BRACKETS_IN_A_ROLE = [
    (
        "Tokon Asanov, Chairperson of the Elders (aksakals) of the Naryn district, said: “It is good.”",
        ("Tokon Asanov", "Chairperson of the Elders (aksakals) of the Naryn district"),
    ),
    (
        "“It is good,” said Ana Kolar, Head of the Department (Section B) for Road Safety.",
        ("Ana Kolar", "Head of the Department (Section B) for Road Safety"),
    ),
    (
        "Ana Kolar, Editor of the Daily (in print) of Tivat, said: “It is good.”",
        ("Ana Kolar", "Editor of the Daily (in print) of Tivat"),
    ),
    (
        "Ana Kolar, Head of the Road Safety Agency (RSA), said: “It is good.”",
        ("Ana Kolar", "Head of the Road Safety Agency"),
    ),
    ("“It is good,” said Ana Kolar (34), a nurse.", ("Ana Kolar", "nurse")),
    (
        "Ana Kolar, Head of the Agency (she took over in May), said: “It is good.”",
        ("Ana Kolar", "Head of the Agency"),
    ),
    (
        "“It is good,” said Ana Kolar, Head of the Agency (on the picture).",
        ("Ana Kolar", "Head of the Agency"),
    ),
    ("“It is good,” said the mayor (of the town) to Ana Kolar.", (None, "mayor")),
]

MAIN_VERB_AFTER_THE_ROLE = [
    (
        "Lena Moritz, Head of the OSCE Centre in Ashgabat praised the class. “You did well,” said Moritz.",
        ("Lena Moritz", "Head of the OSCE Centre in Ashgabat"),
    ),
    (
        "Lena Moritz, Head of the OSCE Centre in Ashgabat opened the seminar stressing that: “You did well.”",
        ("Lena Moritz", "Head of the OSCE Centre in Ashgabat"),
    ),
    (
        "Lena Moritz, Chair of the Women’s Forum attended the closing. “You did well,” she said.",
        ("Lena Moritz", "Chair of the Women’s Forum"),
    ),
    (
        "“You did well,” said Lena Moritz, Head of the Agency tasked with road safety.",
        ("Lena Moritz", "Head of the Agency tasked with road safety"),
    ),
    (
        "Lena Moritz, Head of the Agency based in Osh, opened it. “You did well,” said Moritz.",
        ("Lena Moritz", "Head of the Agency based in Osh"),
    ),
    (
        "Lena Moritz, a teacher trained by the OSCE, said: “You did well.”",
        ("Lena Moritz", "teacher trained by the OSCE"),
    ),
    (
        "“You did well,” said Lena Moritz, Head of the Unit for displaced persons.",
        ("Lena Moritz", "Head of the Unit for displaced persons"),
    ),
    (
        "“You did well,” said Lena Moritz, Chief of the United Nations Office in Bar.",
        ("Lena Moritz", "Chief of the United Nations Office in Bar"),
    ),
]

COLON_WITHOUT_A_VERB_OF_SAYING = [
    (
        "Jan Novak, a student from Bar, was full of praise for the course: “It changed how I see my town.”",
        ("Jan Novak", "student from Bar"),
    ),
    ("Jan Novak is the school’s headmaster: “It changed how I see my town.”", ("Jan Novak", None)),
    (
        "Jan Novak, a student from Bar, is sure of one thing: “It changed how I see my town.”",
        ("Jan Novak", "student from Bar"),
    ),
    ("Trainee Jan Novak left with new plans: “It changed how I see my town.”", ("Jan Novak", "Trainee")),
]

ROLE_THEN_NAME_IN_A_LIST = [
    (
        "The hall was opened by the Head of the Mission, Ana Kolar, the Ambassador of Sweden "
        "to Serbia, Ola Holm, and the Mayor, Ivo Babić. “Doors open,” said Kolar.",
        ("Ana Kolar", "Head of the Mission"),
    ),
    (
        "The hall was opened by the Head of the Mission, Ambassador Ana Kolar, the Minister "
        "of Health, Ola Holm, and the Mayor, Ivo Babić. “Doors open,” said Holm.",
        ("Ola Holm", "Minister of Health"),
    ),
    (
        "The Chief of Police, Ana Kolar, the Dean of the School, Ola Holm, and others came. "
        "“Doors open,” Kolar said.",
        ("Ana Kolar", "Chief of Police"),
    ),
    (
        "The Chief of Police, Ana Kolar, and the Dean of the School, Ola Holm, came. “Doors "
        "open,” Holm said.",
        ("Ola Holm", "Dean of the School"),
    ),
    (
        "It was shown to the Deputy Minister of Culture, Ana Kolar, the Head of the Museum, "
        "Ola Holm, and pupils. “Doors open,” said Kolar.",
        ("Ana Kolar", "Deputy Minister of Culture"),
    ),
    (
        "Ana Kolar, Head of the Mission, Ola Holm, Ambassador of Sweden, and others came. "
        "“Doors open,” said Holm.",
        ("Ola Holm", "Ambassador of Sweden"),
    ),
    (
        "Ana Kolar, Head of the Mission, Ola Holm, Ambassador of Sweden, and others came. "
        "“Doors open,” said Kolar.",
        ("Ana Kolar", "Head of the Mission"),
    ),
    ("“Doors open,” said Ana Kolar, Head of the Mission.", ("Ana Kolar", "Head of the Mission")),
    (
        "The Mayor, Ana Kolar, a former teacher, opened it. “Doors open,” said Kolar.",
        ("Ana Kolar", "Mayor, former teacher"),
    ),
]

NAMES = [
    (
        "“We sign today,” said the Head of Presence, Ambassador Enzo Del Monaco.",
        ("Enzo Del Monaco", "Head of Presence"),
    ),
    ("“We sign today,” said Ambassador Carla von Luxemburg.", ("Carla von Luxemburg", "Ambassador")),
    (
        "Brigadier-General Ivo Babić, Chief of Staff, spoke. “We sign today,” said Babić.",
        ("Ivo Babić", "Chief of Staff"),
    ),
    (
        "“We sign today,” says the Centre’s Senior Legal Officer, Mary-Ann Kos.",
        ("Mary-Ann Kos", "Centre’s Senior Legal Officer"),
    ),
    (
        "“We sign today,” says the Unit’s Senior Gender Adviser, Ola Holm.",
        ("Ola Holm", "Unit’s Senior Gender Adviser"),
    ),
    ("Lieutenant-Colonel Ivo Babić, a diver, said: “We sign today.”", ("Ivo Babić", "diver")),
    ("“We sign today,” said Ambassador Enzo Bianchi of Monaco.", ("Enzo Bianchi", "Ambassador")),
    ("“We sign today,” said Brigadier-General Ivo Babić.", ("Ivo Babić", "Brigadier-General")),
    ("“We sign today,” said Senior Sergeant Mary Kos.", ("Mary Kos", "Senior Sergeant")),
    ("“We sign today,” said Ola Holm, a stay-at-home father.", ("Ola Holm", "stay-at-home father")),
    (
        "“We sign today,” said Ola Holm, Head of the Vis-a-Vis Club.",
        ("Ola Holm", "Head of the Vis-a-Vis Club"),
    ),
]

MEANT = [
    (
        [
            "Envoy Peter Olsen met Minister Marta Kos.",
            "Olsen noted that trade grows.",
            "“It helps us,” he said.",
        ],
        ("Peter Olsen", "Envoy"),
        "en",
    ),
    (
        ["Envoy Peter Olsen met Minister Marta Kos.", "Trade grows. “It helps us,” Kos said."],
        ("Marta Kos", "Minister"),
        "en",
    ),
    (
        ["Envoy Peter Olsen met Minister Marta Kos.", "“It helps us,” said Olsen."],
        ("Peter Olsen", "Envoy"),
        "en",
    ),
    (
        ["Envoy Peter Olsen came. Olsen Street was closed.", "“It helps us,” said Marta Kos, a nurse."],
        ("Marta Kos", "nurse"),
        "en",
    ),
    (["Посол Иван Берг прибыл.", "«Это помогает всем нам», - сказал Берг."], ("Иван Берг", "Посол"), "ru"),
    (
        [
            "Ana Kolar, Vice President of the High Council of Judges of Bar and Chairperson of "
            "the Body for Overseeing the Plan for War Crimes Cases, stressed the need for it. "
            "“The course is a chance for us all.”"
        ],
        (
            "Ana Kolar",
            "Vice President of the High Council of Judges of Bar and Chairperson of the Body for "
            "Overseeing the Plan for War Crimes Cases",
        ),
        "en",
    ),
    (
        ["Ana Kolar, Adviser, said at the International Forum – EMMA: “The course is a chance.”"],
        ("Ana Kolar", "Adviser"),
        "en",
    ),
    (
        ["“The course is a chance,” said Ana Kolar, Adviser, at the Annual Conference of Judges."],
        ("Ana Kolar", "Adviser"),
        "en",
    ),
]


@pytest.mark.parametrize(
    ("text", "named"),
    [
        *PLACE_OR_BODY_AFTER_A_COMMA,
        *BRACKETS_IN_A_ROLE,
        *MAIN_VERB_AFTER_THE_ROLE,
        *COLON_WITHOUT_A_VERB_OF_SAYING,
        *ROLE_THEN_NAME_IN_A_LIST,
        *NAMES,
    ],
)
def test_the_function_of_a_speaker_is_whole_and_no_more(text: str, named: Named) -> None:
    assert speaker(text) == named


@pytest.mark.parametrize(("paragraphs", "named", "language"), MEANT)
def test_a_short_name_or_pronoun_means_the_person_before(
    paragraphs: list[str], named: Named, language: str
) -> None:
    assert speaker(*paragraphs, language=language) == named


@pytest.mark.parametrize(
    "text",
    [
        "The Mission, led by Jan Novak, has a motto: “Safe roads for each child in town.”",
        "The sign at the gate of the school is plain: “Drive slowly near the school.”",
        "The course had three topics: “Roads and children in the city.”",
        "The debate was held under the heading: “Roads that lead us all home.”",
    ],
)
def test_a_colon_after_a_thing_attributes_nothing(text: str) -> None:
    assert find_quotes([text]) == []

"""Who speaks: how a name and a function are told apart, and whom a pronoun, surname or title means."""

import pytest

from osce_scraper.facts.people import PersonFinder
from osce_scraper.facts.quotes import find_quotes
from osce_scraper.lang.language import load_pack

Named = tuple[str | None, str | None]


def speaker(*paragraphs: str, language: str = "en") -> Named:
    """Speaker and role of the only quotation of ``paragraphs``."""
    (quote,) = find_quotes(paragraphs, language=language)
    return quote.speaker, quote.role


INTRODUCED = [
    # the pronoun means the person named before it
    (
        [
            "In his closing address, Olav Berg, Chief of the Border Unit, praised the cadets.",
            "“Well done,” he said.",
        ],
        ("Olav Berg", "Chief of the Border Unit"),
    ),
    (
        ["At her first briefing, Judge Sara Lund welcomed the reform. “It took years,” she said."],
        ("Sara Lund", "Judge"),
    ),
    (
        ["Prosecutor General Ilir Hoxha met the trainees. “You will be needed,” he said."],
        ("Ilir Hoxha", "Prosecutor General"),
    ),
    (
        ["In their speech, Ambassador Rita Noor thanked the hosts.", "“We will be back,” she added."],
        ("Rita Noor", "Ambassador"),
    ),
    (["Marta Kos, a nurse, led the group. “Breathe slowly,” she said."], ("Marta Kos", "nurse")),
    # initials, middle names and surnames
    (["Envoy Peter J. Olsen arrived today.", "“The road is open,” said Olsen."], ("Peter J. Olsen", "Envoy")),
    (
        ["Anna Maria Weiss, Dean of the Faculty, spoke.", "“Law is a craft,” said Weiss."],
        ("Anna Maria Weiss", "Dean of the Faculty"),
    ),
    (
        ["Director Jan van der Berg opened the hall.", "“Come in,” said van der Berg."],
        ("Jan van der Berg", "Director"),
    ),
    (
        ["B. K. Sharma, Head of the Laboratory, showed it. “It is safe,” Sharma said."],
        ("B. K. Sharma", "Head of the Laboratory"),
    ),
    (["Commissioner Ada O’Neill came too.", "“I listened,” said O’Neill."], ("Ada O’Neill", "Commissioner")),
    # the role before the name, after a comma
    (
        [
            "The jury was led by the Dean of the Law School, Professor Ivo Babić.",
            "“A close race,” said Babić.",
        ],
        ("Ivo Babić", "Dean of the Law School"),
    ),
    (
        ["“We start on Monday,” said the Deputy Head of the Field Office, Lina Holm."],
        ("Lina Holm", "Deputy Head of the Field Office"),
    ),
    (
        [
            "The OSCE Co-ordinator on Trade, Transport and Borders, Emil Stern, visited Osh.",
            "“Trade needs trust,” said Stern.",
        ],
        ("Emil Stern", "OSCE Co-ordinator on Trade, Transport and Borders"),
    ),
    (
        ["The Chief of Police, Major Adem Kola, spoke first. “Call us,” he said."],
        ("Adem Kola", "Chief of Police"),
    ),
    (
        ["They met the Mayor of Zelenika, Ines Prohaska, and her staff.", "“Welcome,” said Prohaska."],
        ("Ines Prohaska", "Mayor of Zelenika"),
    ),
    # a role is not part of a name, and ends where the clause ends
    (
        ["Dina Wolf, Co-ordinator of Youth Programmes, said: “They lead.”"],
        ("Dina Wolf", "Co-ordinator of Youth Programmes"),
    ),
    (
        ["“It works,” Mark Hill, Head of the Section for Water and Soil at the Ministry of Ecology said."],
        ("Mark Hill", "Head of the Section for Water and Soil at the Ministry of Ecology"),
    ),
    (
        ["Eva Marek, Officer-in-Charge of the Mission in Skopje, said: “We stay.”"],
        ("Eva Marek", "Officer-in-Charge of the Mission in Skopje"),
    ),
    (
        ["Omar Said, a volunteer, called the camp a second home. “I grew up here,” said Said."],
        ("Omar Said", "volunteer"),
    ),
    (
        ["“I learned to ask,” said Lea Frank, a member of this year’s jury."],
        ("Lea Frank", "member of this year’s jury"),
    ),
    # relative clauses, relations and titles
    (["Nora Vik, who had chaired the panel of judges, said: “Read it twice.”"], ("Nora Vik", None)),
    (
        ["Sergeant Ali Rexha of the Traffic Police, which runs the course, said: “Slow down.”"],
        ("Ali Rexha", "Sergeant"),
    ),
    (["“He never slept,” said her brother, Marko Ilić, a baker."], ("Marko Ilić", "baker")),
    (
        ["Rector Tea Horvat opened the year.", "In her lecture, the Rector said: “Doubt is a tool.”"],
        ("Tea Horvat", "Rector"),
    ),
    (
        ["Ambassador Cole praised the drill. “Every minute counts,” adding that more would follow."],
        ("Cole", "Ambassador"),
    ),
]


@pytest.mark.parametrize(("paragraphs", "expected"), INTRODUCED)
def test_a_speaker_has_the_full_name_and_role_given_in_the_text(
    paragraphs: list[str], expected: Named
) -> None:
    assert speaker(*paragraphs) == expected


LEFT_ALONE: list[tuple[list[str], Named]] = [
    (["“Water first,” said the Minister of Energy."], (None, "Minister of Energy")),
    (["Nurse Ida Berg came in. “Who is next?” asked one trainee."], ("one trainee", None)),
    (["Jane Hill met Anna Ray. “We agree,” said Peter Moss."], ("Peter Moss", None)),
    (["“Georgia has changed,” said Nino Lomidze from the Centre for Georgia."], ("Nino Lomidze", None)),
    (["“No comment,” the OSCE Mission to Skopje said."], ("OSCE Mission to Skopje", None)),
    (
        ["The Mayor, who had been ill, did not come. “A pity,” said a guest from Osh."],
        ("a guest from Osh", None),
    ),
    (["“Jordan is near,” said Jordan Smith, a pilot."], ("Jordan Smith", "pilot")),
]


@pytest.mark.parametrize(("paragraphs", "expected"), LEFT_ALONE)
def test_persons_who_are_only_near_a_quotation_do_not_become_its_speaker(
    paragraphs: list[str], expected: Named
) -> None:
    assert speaker(*paragraphs) == expected


def test_two_sentences_parted_by_the_attribution_keep_a_full_stop() -> None:
    (quote,) = find_quotes(["“We waited long,” said headmaster Ivan Pop. “Now we begin.”"])
    assert quote.text == "We waited long. Now we begin."


def test_a_sentence_parted_by_the_attribution_keeps_its_comma() -> None:
    (quote,) = find_quotes(["“We waited,” said headmaster Ivan Pop, “and now we begin.”"])
    assert quote.text == "We waited, and now we begin."


LANGUAGES = [
    ("sq", "“Uji është i pastër”, tha Besnik Kola, drejtor i laboratorit.", "Besnik Kola"),
    ("sr", "„Voda je čista“, rekao je Marko Ilić, direktor laboratorije.", "Marko Ilić"),
    ("sr", "„Вода је чиста“, рекао је Марко Илић, директор лабораторије.", "Марко Илић"),
    ("hr", "„Voda je čista“, istaknula je Maja Novak, voditeljica laboratorija.", "Maja Novak"),
    ("bs", "Direktor laboratorije Adnan Kurt naglasio je: „Voda je čista.“", "Adnan Kurt"),
    ("mk", "„Водата е чиста“, изјави Горан Стојанов, директор на лабораторијата.", "Горан Стојанов"),
    ("ro", "„Apa este curată”, a spus Ion Munteanu, directorul laboratorului.", "Ion Munteanu"),
    ("de", "„Das Wasser ist sauber“, sagte Karl Huber, Leiter des Labors.", "Karl Huber"),
    ("fr", "« L’eau est propre », a déclaré Luc Martin, directeur du laboratoire.", "Luc Martin"),
    ("it", "«L’acqua è pulita», ha detto Luca Ferri, direttore del laboratorio.", "Luca Ferri"),
    ("es", "«El agua está limpia», afirmó Luis Vega, director del laboratorio.", "Luis Vega"),
    ("pl", "„Woda jest czysta” – powiedział Jan Kowal, kierownik laboratorium.", "Jan Kowal"),
    ("be", "«Вада чыстая», – сказаў Алесь Мароз, кіраўнік лабараторыі.", "Алесь Мароз"),
    ("kk", "«Су таза», – деді зертхана директоры Асқар Омаров.", "Асқар Омаров"),
    ("ky", "«Суу таза», – деп белгиледи Айгүл Асанова, долбоордун жетекчиси.", "Айгүл Асанова"),
    ("uz", "«Suv toza», – deb ta’kidladi Nodira Aliyeva, loyiha rahbari.", "Nodira Aliyeva"),
    ("tk", "«Suw arassa» diýip, barlaghananyň müdiri Aman Orazow belledi.", "Aman Orazow"),
    ("tg", "«Об тоза аст», – гуфт Рустам Назаров, директори озмоишгоҳ.", "Рустам Назаров"),
    ("az", "“Su təmizdir”, – deyə laboratoriyanın direktoru Elçin Məmmədov bildirib.", "Elçin Məmmədov"),
    ("hy", "«Ջուրը մաքուր է», – ասաց լաբորատորիայի տնօրեն Արամ Պետրոսյանը։", "Արամ Պետրոսյան"),
    ("uk", "«Вода чиста», – сказав Олег Бойко, керівник лабораторії.", "Олег Бойко"),
    ("ru", "«Вода чистая», – сказал Олег Громов, руководитель лаборатории.", "Олег Громов"),
]


@pytest.mark.parametrize(("language", "text", "name"), LANGUAGES)
def test_the_speaker_and_role_are_found_in_every_covered_language(
    language: str, text: str, name: str
) -> None:
    found, role = speaker(text, language=language)
    assert found == name
    assert role is not None
    assert role in text
    assert name.split()[-1] not in role


def test_the_persons_of_a_paragraph_are_found_with_their_functions() -> None:
    pack = load_pack("en")
    assert pack is not None
    words = pack.speech
    assert words is not None
    text = "Head of Mission Jane Doe met the Mayor, Ivo Pop, and Lt. Col. Ada Lee, a pilot from Osh."
    found = [(mention.name, mention.role) for mention in PersonFinder(text, words).mentions]
    assert found == [("Jane Doe", "Head of Mission"), ("Ivo Pop", "Mayor"), ("Ada Lee", "pilot from Osh")]

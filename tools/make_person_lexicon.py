"""Makes the person lexicon from WordNet 3.0, as Debian's package ``wordnet-base`` carries it.

    python tools/make_person_lexicon.py /usr/share/wordnet osce_scraper/text/participants/data

Writes two files, one word a line, lower case, singular:

- ``persons.txt``: nouns whose most frequent sense is a person (lexicographer file noun.person), or that
  mean a person in at least two fifths of their tagged uses;
- ``other_agents.txt``: nouns that look like persons by their suffix (counter, sensor, checklist, tangent)
  and are none, so that a suffix alone may speak for a word that WordNet does not know.

WordNet's licence is kept beside the data in ``LICENSE.wordnet``.
"""

import re
import sys
from collections import defaultdict
from pathlib import Path

#: Number of the lexicographer file noun.person (lexnames.5WN).
NOUN_PERSON = "18"
#: A noun is kept when this share of its tagged uses means a person.
SHARE = 0.4
#: Suffixes that make persons; the same list as in ``lexicon.py``.
AGENT = re.compile(r"(?:er|or|ist|ian|eer|ee|ant|ent|man|woman|crat|logue|smith|wright|maker|mate)$")
#: Glosses of words that no news item uses of participants: slurs, insults, gods and sprites.
UNWANTED = re.compile(
    r"slur|offensive|obscene|disparag|derogatory|contempt|mytholog|deity|goddess|imaginary|sexual|prostitut"
)
WORD = re.compile(r"[a-z]+(?:-[a-z]+)*$")


def senses(wordnet: Path) -> dict[str, list[str]]:
    """For every noun its senses by frequency.

    Each is one of ``person``, ``individual`` (Einstein), ``unwanted`` (see ``UNWANTED``) and ``other``.
    """
    kinds: dict[str, str] = {}
    for line in (wordnet / "data.noun").read_text(encoding="ascii").splitlines():
        if not line.startswith(" "):
            offset, lexfile, rest = line.split(" ", 2)
            if " @i " in rest:
                kinds[offset] = "individual"
            elif lexfile != NOUN_PERSON:
                kinds[offset] = "other"
            else:
                kinds[offset] = "unwanted" if UNWANTED.search(rest.partition("|")[2]) else "person"
    found = {}
    for line in (wordnet / "index.noun").read_text(encoding="ascii").splitlines():
        if not line.startswith(" "):
            fields = line.split()
            count = int(fields[2])
            found[fields[0]] = [kinds[offset] for offset in fields[-count:]]
    return found


def tagged(wordnet: Path) -> dict[str, dict[int, int]]:
    """For every noun how often each of its senses (from 1) was tagged in WordNet's corpus."""
    uses: dict[str, dict[int, int]] = defaultdict(dict)
    for line in (wordnet / "cntlist.rev").read_text(encoding="ascii").splitlines():
        key, sense, count = line.split()
        lemma, rest = key.split("%")
        if rest.startswith("1:"):
            uses[lemma][int(sense)] = int(count)
    return uses


def is_person(kinds: list[str], uses: dict[int, int]) -> bool:
    """Whether a noun with these senses and their tagged uses mostly means a person.

    Individuals (Miller, Einstein) are left aside.
    """
    common = [kind for kind in kinds if kind != "individual"]
    if common and common[0] == "person":
        return True
    total = sum(uses.values())
    return (
        bool(total)
        and sum(uses.get(n, 0) for n, kind in enumerate(kinds, 1) if kind == "person") >= SHARE * total
    )


def main(wordnet: Path, target: Path) -> None:
    """Writes both word lists into ``target``."""
    uses = tagged(wordnet)
    persons, others = set(), set()
    for lemma, kinds in senses(wordnet).items():
        if not WORD.match(lemma) or len(lemma) < 3:
            continue
        if is_person(kinds, uses.get(lemma, {})):
            persons.add(lemma)
        elif AGENT.search(lemma) and "-" not in lemma and set(kinds) != {"individual"}:
            others.add(lemma)
    for name, words in (("persons.txt", persons), ("other_agents.txt", others)):
        (target / name).write_text("\n".join(sorted(words)) + "\n", encoding="ascii")
        print(f"{name}: {len(words)} words")


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]))

"""Write all fixture folders below tests/fixtures (or the directory given)."""

import sys
from pathlib import Path

from tests.site.casebook import damaged, drupal6, drupal11, early, harder, odihr, text, unknown
from tests.site.casebook.case import Case

MODULES = (drupal11, drupal6, early, odihr, text, unknown, harder, damaged)


def all_cases() -> list[Case]:
    """Every case, in the order of the modules; raises ``ValueError`` when two have one folder."""
    cases = [case for module in MODULES for case in module.cases()]
    folders = [(case.layout, case.name) for case in cases]
    twice = {folder for folder in folders if folders.count(folder) > 1}
    if twice:
        raise ValueError(f"two cases in one folder: {sorted(twice)}")
    return cases


def main() -> None:
    """Write the folders and say how many there are."""
    root = Path(sys.argv[1]) if len(sys.argv) > 1 else Path(__file__).parents[2] / "fixtures"
    cases = all_cases()
    for case in cases:
        case.write(root)
    print(f"{len(cases)} cases in {root}")


if __name__ == "__main__":
    main()

"""What is the OSCE's stands in its folder: no other code knows its names, hosts or layouts."""

import ast
import re
from pathlib import Path

import osce_scraper

ROOT = Path(osce_scraper.__file__).parent
OWN = re.compile(r"OSCE(?!_[A-Z])|ODIHR|osce\.org|ОБСЕ|drupal", re.IGNORECASE)
#: The package's own name, in any spelling of a program, a module or a table.
PACKAGE = re.compile(
    r"osce[-_](?:scraper|pages|news|archive)|\bosce (?:[a-z]+|\{)|osce\.sqlite|OSCE_[A-Z_]+", re.IGNORECASE
)
#: What speaks to people for the whole package, or shows an example.
SPEAKS = (
    *("cli.py", "commands/", "settings.py", "records/dictionary.py", "analysis/", "monitors/notify.py"),
    *("crawling/arguments.py", "crawling/settings_check.py", "evaluation/fixtures.py"),
)
#: The English grammar that is still to move into its pack names bodies of States.
GRAMMAR = ("text/", "facts/")


def strings(file: Path) -> list[str]:
    """The string constants of a module, without its docstrings."""
    tree = ast.parse(file.read_text("utf-8"))
    documented = {
        node.body[0].value
        for node in ast.walk(tree)
        if isinstance(node, ast.Module | ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef)
        and node.body
        and isinstance(node.body[0], ast.Expr)
    }
    return [
        node.value
        for node in ast.walk(tree)
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and node not in documented
    ]


def test_no_other_module_names_the_organization() -> None:
    found = {
        (str(file.relative_to(ROOT)), text)
        for file in ROOT.rglob("*.py")
        if not str(file.relative_to(ROOT)).startswith(("sites/osce", *SPEAKS, *GRAMMAR))
        for text in strings(file)
        if OWN.search(PACKAGE.sub("", text)) and text != "osce"
    }
    assert found == set()

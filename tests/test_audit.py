"""The audit of the dependencies: this project passes it, and each kind of fault is found by it."""

import ast

import pytest

from tools import audit

HASH = f"--hash=sha256:{'0' * 64}"
PINNED = f"""brotli==1.2.0 \\
    {HASH} \\
    {HASH}
backports-zstd==1.8.0 ; python_version < '3.14' \\
    {HASH}
"""
PROJECT = {
    "name": "osce-scraper",
    "dependencies": ["lxml>=6"],
    "optional-dependencies": {"postgres": ["psycopg[binary]>=3"], "dev": ["pytest>=9", "rich"]},
}


def test_this_project_passes(capsys: pytest.CaptureFixture[str]) -> None:
    assert audit.main() == 0, capsys.readouterr().out
    assert "known vulnerabilities" in capsys.readouterr().out


class TestPinning:
    """Requirements with one version each, known by its hashes, and no word on where to get it."""

    def test_of_versions_with_hashes_is_good(self) -> None:
        assert audit.pinning_faults(f"# a comment\n\n{PINNED}") == []

    @pytest.mark.parametrize(
        ("line", "said"),
        [
            (f"brotli>=1.2 {HASH}", "no pinned version"),
            ("brotli", "no pinned version"),
            (f"brotli==1.* {HASH}", "no pinned version"),
            (f"brotli @ https://example.org/brotli.whl {HASH}", "no pinned version"),
            ("git+https://example.org/brotli", "no pinned version"),
            ("-e .", "no pinned version"),
            ("--index-url https://example.org/simple", "no pinned version"),
            ("--extra-index-url=https://example.org/simple", "no pinned version"),
            ("--find-links wheels", "no pinned version"),
            ("--trusted-host example.org", "no pinned version"),
            ("-r other.txt", "no pinned version"),
            ("brotli==1.2.0", "has no hash"),
            ("brotli==1.2.0 ; python_version < '3.14'", "has no hash"),
            (f"brotli==1.2.0 --hash=md5:{'0' * 32}", "no SHA-256"),
            ("brotli==1.2.0 --hash=sha256:0123", "no SHA-256"),
        ],
    )
    def test_of_anything_else_is_a_fault(self, line: str, said: str) -> None:
        (fault,) = audit.pinning_faults(f"{PINNED}{line}\n")
        assert said in fault

    def test_is_for_this_machine_where_a_marker_says_so(self) -> None:
        text = f"{PINNED}colorama==0.4.6 ; sys_platform == 'win32' \\\n    {HASH}\n"
        assert audit.pinned(text) == {"brotli": "1.2.0", "backports-zstd": "1.8.0"}


class TestInstallation:
    """What is installed is what is pinned."""

    def test_as_pinned_is_good(self) -> None:
        assert audit.installation_faults({"lxml": "6.1"}, {"lxml": "6.1", "pip": "25"}) == []

    @pytest.mark.parametrize(
        ("have", "said"),
        [
            ({"lxml": "6.0"}, "lxml is pinned to 6.1, and 6.0 is installed"),
            ({}, "lxml is pinned to 6.1, and nothing is installed"),
            ({"lxml": "6.1", "leftpad": "1"}, "leftpad is installed and not pinned"),
        ],
    )
    def test_otherwise_is_a_fault(self, have: dict[str, str], said: str) -> None:
        assert audit.installation_faults({"lxml": "6.1"}, have) == [said]


class TestDeclaration:
    """Whatever is imported is declared, and whatever is declared is imported or said to be used."""

    def faults(self, osce_scraper: set[str], tests: set[str], **used: str) -> list[str]:
        imports = {"osce_scraper": osce_scraper, "tests": tests}
        # Modules that this project names in strings are no part of these cases.
        return audit.declaration_faults(PROJECT, imports, used, set(), strings=set())

    def test_of_all_that_is_imported_is_good(self) -> None:
        assert self.faults({"lxml", "psycopg"}, {"pytest", "rich"}) == []

    def test_of_what_only_tests_may_import(self) -> None:
        assert self.faults({"lxml", "psycopg", "rich"}, {"pytest"}) == [
            "osce_scraper imports rich, which pyproject.toml does not declare (rich)"
        ]

    def test_missing(self) -> None:
        assert self.faults({"lxml", "psycopg", "twisted"}, {"pytest", "rich"}) == [
            "osce_scraper imports twisted, which pyproject.toml does not declare (twisted)"
        ]

    def test_of_what_nobody_imports(self) -> None:
        assert self.faults({"lxml"}, {"pytest", "rich"}) == ["psycopg is declared, and nothing imports it"]
        assert self.faults({"lxml"}, {"pytest", "rich"}, psycopg="a driver") == []

    def test_that_was_excused_and_is_gone(self) -> None:
        assert self.faults({"lxml", "psycopg"}, {"pytest", "rich"}, leftpad="pads") == [
            "tools/audit.toml excuses leftpad, which is not declared"
        ]

    def test_is_asked_of_every_way_to_import(self) -> None:
        code = "import a.b, c\nfrom d.e import f\nfrom . import g\nif x:\n    def h():\n        import i\n"
        assert audit.modules_of(ast.parse(code)) == {"a", "c", "d", "i"}


class TestLicences:
    """Each was looked at."""

    @pytest.mark.parametrize("said", ["MIT", "BSD-3-Clause", "Apache-2.0 OR GPL-3.0", "License :: LGPL"])
    def test_that_fit(self, said: str) -> None:
        assert audit.licence_faults({"a": said}, ["MIT", "BSD", "Apache", "LGPL"], {}) == []

    @pytest.mark.parametrize("said", ["GPL-3.0-only", "AGPL-3.0", "", "SUMMIT"])
    def test_that_nobody_looked_at(self, said: str) -> None:
        (fault,) = audit.licence_faults({"a": said}, ["MIT", "BSD", "Apache", "LGPL"], {})
        assert "nobody looked at" in fault
        assert audit.licence_faults({"a": said}, [], {"a": "in the tests only"}) == []

    def test_that_were_excused_and_are_gone(self) -> None:
        (fault,) = audit.licence_faults({}, [], {"a": "in the tests only"})
        assert "not installed" in fault

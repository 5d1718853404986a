"""The file of bounds: everything works without one, and mistakes in one are named."""

from pathlib import Path

import pytest

from osce_scraper.monitors import BoundsError, read_settings


def write(directory: Path, text: str) -> None:
    """A file of the user's."""
    (directory / "monitors.toml").write_text(text, encoding="utf-8")


def test_nothing_need_be_written(tmp_path: Path) -> None:
    settings = read_settings(tmp_path)
    assert settings.bounds.shares["quarantine"].difference > settings.bounds.shares["quarantine"].usual
    assert settings.channels.email is None


def test_what_is_written_changes_that_alone(tmp_path: Path) -> None:
    write(
        tmp_path,
        "[shares.quarantine]\nusual = 0.5\n"
        "[channels]\non = 'yellow'\n[channels.command]\nargv = ['logger']\n",
    )
    changed, built_in = read_settings(tmp_path), read_settings(tmp_path / "elsewhere")
    assert changed.bounds.shares["quarantine"].usual == 0.5
    assert changed.bounds.shares["quarantine"].least == built_in.bounds.shares["quarantine"].least
    assert changed.bounds.shares["gone"] == built_in.bounds.shares["gone"]
    assert changed.channels.command is not None
    assert changed.channels.on == "yellow"


def test_a_file_can_be_named(tmp_path: Path) -> None:
    file = tmp_path / "mine.toml"
    file.write_text("[shares]\ngone.usual = 0.9\n")
    assert read_settings(tmp_path, str(file)).bounds.shares["gone"].usual == 0.9


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("[listing]\nred = 1\n", r"listing is unknown\. Did you mean 'listings'\?"),
        ("[shares.quarantin]\nusual = 1\n", r"shares\.quarantin is unknown\. Did you mean 'quarantine'\?"),
        ("[shares.gone]\nusal = 0.2\n", r"shares\.gone\.usal is unknown\. Did you mean 'usual'\?"),
        ("[shares.gone]\nusual = 2\n", r"shares\.gone\.usual = 2 is not usable: input should be less than"),
        ("[shares.gone]\nusual = 'much'\n", r"shares\.gone\.usual = 'much' is not usable"),
        ("[channels.mail]\nhost = 'x'\n", r"channels\.mail is unknown\. Did you mean 'email'\?"),
        ("[channels.email]\nhosts = 'x'\n", r"channels\.email\.(hosts is unknown|host)"),
        ("[channels.webhook]\nurl = 'file:///etc/passwd'\n", r"channels\.webhook\.url"),
        ("[gone\n", r"is no TOML"),
    ],
)
def test_mistakes_are_named(tmp_path: Path, text: str, said: str) -> None:
    write(tmp_path, text)
    with pytest.raises(BoundsError, match=said) as error:
        read_settings(tmp_path)
    assert "monitors.toml" in str(error.value)


def test_a_named_file_that_is_not_there(tmp_path: Path) -> None:
    with pytest.raises(BoundsError, match=r"cannot be read.*OSCE_MONITORS"):
        read_settings(tmp_path, str(tmp_path / "none.toml"))

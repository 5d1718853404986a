"""`make audit`: what can be said of the dependencies without asking anybody.

Pinned with hashes, from no other place; installed as pinned; consistent; imported or declared; licences that
may be passed on. Known vulnerabilities are not among it: they are a question to a database on a network.
"""

import ast
import importlib.metadata as metadata
import re
import subprocess
import sys
import tomllib
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path

from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

ROOT = Path(__file__).resolve().parents[1]
#: Files of pinned requirements, and whether this environment was made of them.
PINNED = {
    "requirements/dev.txt": True,
    "requirements/base.txt": False,
    "requirements/demo.txt": False,
    "requirements/peers.txt": False,
    "requirements/fuzz.txt": False,
}
#: What is installed beside them: the installers, and this project.
BESIDE = {"pip", "setuptools", "wheel", "osce-scraper"}
OURS = ("osce_scraper", "tests", "benchmarks", "tools")
NOT_ASKED = "Not asked, since it takes a network: known vulnerabilities, and versions that were taken back."

_LINE = re.compile(
    r"(?P<pinned>[A-Za-z0-9][\w.-]*==[^\s;*]+)(?:\s*;\s*(?P<marker>[^\\]+?))?(?P<hashes>(?:\s--hash=\S+)*)"
)
_HASH = re.compile(r"--hash=sha256:[0-9a-f]{64}")


def main() -> int:
    """Audit this project; 1 when something is not as it should be."""
    known = tomllib.loads((ROOT / "tools" / "audit.toml").read_text("utf-8"))
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    faults: list[str] = []
    for name, here in PINNED.items():
        text = (ROOT / name).read_text("utf-8")
        faults += [f"{name}: {fault}" for fault in pinning_faults(text)]
        if here:
            faults += installation_faults(pinned(text), installed())
    tested, shipped = (
        pinned((ROOT / f"requirements/{name}.txt").read_text("utf-8")) for name in ("dev", "base")
    )
    faults += [
        f"requirements/base.txt has {name} {version}, requirements/dev.txt {tested.get(name, 'none')}"
        for name, version in shipped.items()
        if tested.get(name) != version
    ]
    checked = subprocess.run(
        [sys.executable, "-m", "pip", "--disable-pip-version-check", "check"],
        capture_output=True,
        text=True,
        check=False,
    )
    faults += checked.stdout.splitlines() if checked.returncode else []
    faults += declaration_faults(
        project, imports_of(ROOT), known["used"], set(known["elsewhere"]["modules"]), strings_of(ROOT)
    )
    faults += licence_faults(licences(), known["licences"]["accepted"], known["licences"]["excused"])
    for fault in faults:
        print(fault)
    print(f"{len(tested)} pinned requirements, {len(faults)} faults. {NOT_ASKED}")
    return bool(faults)


def pinning_faults(text: str) -> list[str]:
    """What of a file of requirements is not pinned with a SHA-256, or names a place to get it from."""
    faults = []
    for line in _logical_lines(text):
        match = _LINE.fullmatch(line)
        if match is None:
            faults.append(f"{line.split()[0]!r} is no pinned version: write name==version with its hashes")
        elif not match["hashes"]:
            faults.append(f"{match['pinned']} has no hash")
        elif not all(_HASH.fullmatch(part) for part in match["hashes"].split()):
            faults.append(f"{match['pinned']} has a hash that is no SHA-256")
    return faults


def pinned(text: str) -> dict[str, str]:
    """The versions that a file of requirements pins for this machine, by normal name."""
    found = {}
    for line in _logical_lines(text):
        match = _LINE.fullmatch(line)
        if match is not None:
            wanted = Requirement(
                f"{match['pinned']}; {match['marker']}" if match["marker"] else match["pinned"]
            )
            if wanted.marker is None or wanted.marker.evaluate():
                found[canonicalize_name(wanted.name)] = next(iter(wanted.specifier)).version
    return found


def _logical_lines(text: str) -> Iterator[str]:
    for line in text.replace("\\\n", " ").splitlines():
        bare = line.strip()
        if bare and not bare.startswith("#"):
            yield re.sub(r"\s+", " ", bare)


def installed() -> dict[str, str]:
    """What is installed here: versions by normal name."""
    return {canonicalize_name(found.metadata["Name"]): found.version for found in metadata.distributions()}


def installation_faults(wanted: Mapping[str, str], have: Mapping[str, str]) -> list[str]:
    """Where an installation is another than the pinned one."""
    faults = [
        f"{name} is pinned to {version}, and {have.get(name, 'nothing')} is installed"
        for name, version in wanted.items()
        if have.get(name) != version
    ]
    return faults + [
        f"{name} is installed and not pinned" for name in sorted(have.keys() - wanted.keys() - BESIDE)
    ]


def imports_of(root: Path) -> dict[str, set[str]]:
    """The modules of others, top level, that each of our directories imports or names in a string."""
    found: dict[str, set[str]] = {}
    for directory in OURS:
        modules: set[str] = set()
        for path in (root / directory).rglob("*.py"):
            modules |= modules_of(ast.parse(path.read_text("utf-8")))
        found[directory] = modules - set(sys.stdlib_module_names) - set(OURS)
    return found


def modules_of(tree: ast.AST) -> set[str]:
    """The modules, top level, that a program imports anywhere."""
    names: set[str] = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            names |= {alias.name.partition(".")[0] for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.level == 0 and node.module:
            names.add(node.module.partition(".")[0])
    return names


def strings_of(root: Path) -> set[str]:
    """Whatever stands alone in a string of ours: modules that are imported by their name are among it."""
    return {
        node.value.partition(".")[0]
        for directory in OURS
        for path in (root / directory).rglob("*.py")
        for node in ast.walk(ast.parse(path.read_text("utf-8")))
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and len(node.value) < 60
    }


def declaration_faults(
    project: Mapping[str, object],
    imports: Mapping[str, set[str]],
    used: Mapping[str, str],
    elsewhere: set[str],
    strings: set[str],
) -> list[str]:
    """Modules that are imported and not declared, and requirements that are declared and not used.

    ``used`` says of those that nobody imports what they are for; ``elsewhere`` are modules of other
    environments, and ``strings`` may be names by which modules are imported.
    """
    extras = project.get("optional-dependencies", {})
    assert isinstance(extras, dict)
    core = _names(project["dependencies"])  # type: ignore[arg-type]
    optional = {name for extra, lines in extras.items() if extra != "dev" for name in _names(lines)}
    everything = core | optional | _names(extras.get("dev", ()))
    provided = metadata.packages_distributions()
    faults = []
    seen: set[str] = set()
    for directory, modules in imports.items():
        allowed = core | optional if directory == "osce_scraper" else everything
        for module in sorted(modules - elsewhere):
            providers = {canonicalize_name(name) for name in provided.get(module, ())}
            seen |= providers
            if not providers & allowed:
                shown = ", ".join(sorted(providers)) or "nothing that is installed"
                faults.append(
                    f"{directory} imports {module}, which pyproject.toml does not declare ({shown})"
                )
    by_name = {canonicalize_name(name) for module in strings for name in provided.get(module, ())}
    unused = everything - seen - by_name - used.keys() - {canonicalize_name(str(project["name"]))}
    faults += [f"{name} is declared, and nothing imports it" for name in sorted(unused)]
    return faults + [
        f"tools/audit.toml excuses {name}, which is not declared" for name in sorted(used.keys() - everything)
    ]


def _names(lines: Iterable[str]) -> set[str]:
    return {canonicalize_name(Requirement(line).name) for line in lines}


def licences() -> dict[str, str]:
    """What each installed distribution says of its licence."""
    found = {}
    for distribution in metadata.distributions():
        said = distribution.metadata
        kinds = [kind for kind in said.get_all("Classifier") or [] if kind.startswith("License")]
        text = said.get("License-Expression") or " ".join(kinds) or said.get("License") or ""
        found[canonicalize_name(said["Name"])] = text
    return found


def licence_faults(said: Mapping[str, str], accepted: Iterable[str], excused: Mapping[str, str]) -> list[str]:
    """Distributions whose licence is none that is known to fit. One of several to choose from is enough."""
    word = re.compile("|".join(rf"(?<![A-Za-z]){re.escape(name)}" for name in accepted))
    faults = []
    for name, text in sorted(said.items()):
        if name in BESIDE or name in excused or word.search(text):
            continue
        faults.append(f"{name} has a licence that nobody looked at: {text[:80] or 'it says none'}")
    return faults + [
        f"tools/audit.toml excuses {name}, which is not installed" for name in excused.keys() - said.keys()
    ]


if __name__ == "__main__":
    sys.exit(main())

"""What a reader of the repository is told is so."""

from __future__ import annotations

import re
import subprocess
import tomllib
from pathlib import Path

import pytest

from homeward.cli import OWN, command
from homeward.config.commands import COMMANDS

ROOT = Path(__file__).resolve().parents[2]
# Put together here, so that this file does not hold what it looks for.
MACHINE_PATHS = ["/" + "work/", "/tmp/" + "hw", "/root/" + "."]
HOSTS = ["pypi" + ".org", "python" + "hosted.org", "registry." + "npmjs.org", "deb." + "debian.org"]
SECRETS = ["BEGIN " + "PRIVATE KEY", "BEGIN RSA " + "PRIVATE KEY"]
# Others' work, vendored as it came.
VENDORED = ("tests/vendor/", "src/homeward/web/static/web/vendor")


def tracked() -> list[str]:
    done = subprocess.run(["git", "ls-files"], cwd=ROOT, capture_output=True, text=True)
    if done.returncode:
        pytest.skip("not a git working tree")
    return [name for name in done.stdout.splitlines() if (ROOT / name).is_file()]


@pytest.mark.parametrize("words", [MACHINE_PATHS, HOSTS, SECRETS], ids=["machine paths", "hosts", "secrets"])
def test_no_file_names_what_belongs_to_one_machine(words: list[str]) -> None:
    found = []
    for name in tracked():
        if name.startswith(VENDORED):
            continue
        text = (ROOT / name).read_bytes().decode("utf-8", "ignore")
        found += [f"{name}: {word}" for word in words if word in text]
    assert found == []


def test_every_dependency_has_its_reason() -> None:
    lines = (ROOT / "pyproject.toml").read_text().split("\n[tool.")[0].splitlines()
    needed = [line for line in lines if re.match(r'\s+"[a-z0-9-]+(\[[a-z]+\])?([<>=!~].*)?",', line)]
    assert len(needed) > 30
    assert [line for line in needed if not re.search(r'",\s+# \S+', line)] == []


def test_the_locks_hold_every_dependency_with_its_hash() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]
    for lock, wanted in (
        ("requirements.lock", project["dependencies"]),
        ("requirements-dev.lock", project["dependencies"] + project["optional-dependencies"]["dev"]),
    ):
        text = (ROOT / lock).read_text()
        pinned = set(re.findall(r"^([a-z0-9._-]+)(?:\[[a-z,]+\])?==", text, re.MULTILINE))
        names = {re.split(r"[\[<>=!~ ]", line, maxsplit=1)[0].lower() for line in wanted}
        assert names <= pinned, f"{lock}: run make lock"
        for entry in re.split(r"\n(?=\S)", text):
            assert "==" not in entry.split("\n")[0] or "--hash=sha256:" in entry


def targets() -> set[str]:
    return set(re.findall(r"^([a-z]+):", (ROOT / "Makefile").read_text(), re.MULTILINE))


def documents() -> list[Path]:
    return [ROOT / "README.md", ROOT / "CONTRIBUTING.md", *sorted((ROOT / "docs").rglob("*.md"))]


def test_the_readme_shows_the_two_commands() -> None:
    blocks = re.findall(
        r"```(?:sh|bash|console|shell)?\n(.*?)```", (ROOT / "README.md").read_text(), re.DOTALL
    )
    first = next((block for block in blocks if "make run" in block), "")
    commands = [line for line in first.splitlines() if line.strip() and not line.startswith("#")]
    assert len(commands) == 2, "README: one block with the two commands that start a trial"


def test_every_command_in_the_documents_exists() -> None:
    wrong = []
    for path in documents():
        if not path.exists():
            continue
        shown = "\n".join(_code(path))
        wrong += [
            f"{path.name}: make {t}" for t in re.findall(r"\bmake ([a-z]+)", shown) if t not in targets()
        ]
        known = {*COMMANDS, *OWN}
        asked = re.findall(r"(?:^|[\s/`])homeward ([a-z][a-z-]+)", shown, re.MULTILINE)
        wrong += [f"{path.name}: homeward {name}" for name in asked if name not in known]
    assert wrong == []


def _code(path: Path) -> list[str]:
    found = re.findall(r"```[a-z]*\n(.*?)```|`([^`\n]+)`", path.read_text(), re.DOTALL)
    return [block or inline for block, inline in found]


@pytest.mark.parametrize("name", sorted(COMMANDS))
def test_every_command_leads_to_a_function(name: str) -> None:
    assert callable(command(COMMANDS[name][1]))


def test_every_name_of_the_environment_is_explained() -> None:
    written = set(re.findall(r"^#? ?([A-Z][A-Z_]+)=", (ROOT / ".env.example").read_text(), re.MULTILINE))
    reads = re.compile(r'(?:\b(?:text|flag|items)\(|environ\.get\(|environ\[)\s*"([A-Z][A-Z_]+)"')
    read = {name for path in (ROOT / "src").rglob("*.py") for name in reads.findall(path.read_text())}
    of_the_system = {"PATH", "XDG_RUNTIME_DIR", "DJANGO_SETTINGS_MODULE"}
    of_the_tests = {"CHROMIUM", "HOMEWARD_TEST_DATABASE_URL"}
    assert read - written - of_the_system == set()
    assert written - read - of_the_tests == set()


def test_ci_calls_the_same_front_door() -> None:
    script = (ROOT / ".ci" / "run").read_text()
    assert "\nmake check || failed=1\n" in script
    assert "\nmake test || failed=1\nmake journeys || failed=1\n" in script
    assert (ROOT / ".ci" / "run").stat().st_mode & 0o100

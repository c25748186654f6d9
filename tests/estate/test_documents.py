"""The papers say what is so: links lead somewhere, shown output is what comes out, every record is described."""

from __future__ import annotations

import json
import re
import shlex
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import unquote

import pytest
from django.apps import apps

from homeward.cli import OWN
from homeward.cli.scenario_files import read_scenarios, shipped_files
from homeward.config.commands import COMMANDS

ROOT = Path(__file__).resolve().parents[2]
SKIPPED = {".venv", ".tools", "node_modules", "var", ".git"}
PAPERS = sorted(
    paper
    for top in ROOT.iterdir()
    if top.name not in SKIPPED
    for paper in (top.rglob("*.md") if top.is_dir() else [top])
    if paper.suffix == ".md" and not SKIPPED & set(paper.relative_to(ROOT).parts)
)
README = (ROOT / "README.md").read_text()
LINK = re.compile(r"!?\[[^\]]*\]\(([^)\s]+)\)")
HEAVIEST_PICTURE = 150_000  # bytes


def name_of(path: Path) -> str:
    return str(path.relative_to(ROOT))


def without_code(text: str) -> str:
    return re.sub(r"`[^`\n]*`", "", re.sub(r"```.*?```", "", text, flags=re.DOTALL))


@pytest.mark.parametrize("paper", PAPERS, ids=name_of)
def test_every_link_within_the_papers_leads_somewhere(paper: Path) -> None:
    missing = []
    for target in LINK.findall(without_code(paper.read_text())):
        if re.match(r"[a-z]+:", target):
            continue
        file, _, anchor = target.partition("#")
        found = (paper.parent / unquote(file)).resolve() if file else paper
        if not found.exists():
            missing.append(target)
        elif anchor and anchor not in anchors(found):
            missing.append(f"{target}: no such heading")
    assert missing == []


def anchors(paper: Path) -> set[str]:
    heads = re.findall(r"^#+ (.+)$", paper.read_text(), re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", head.lower()).replace(" ", "-") for head in heads}


@pytest.mark.parametrize("paper", PAPERS, ids=name_of)
def test_the_papers_do_not_shout(paper: Path) -> None:
    # As prose: punctuation of code, pictures and negated values is left out.
    text = without_code(paper.read_text()).replace("![", "[")
    assert re.findall(r"[^\n]{0,40}\w!(?=\s|$)[^\n]{0,20}", text) == []


def test_every_command_in_a_block_of_the_readme_can_be_run() -> None:
    targets = set(re.findall(r"^([a-z]+):", (ROOT / "Makefile").read_text(), re.MULTILINE))
    shown = list(commands_of(README))
    assert len(shown) >= 5
    for words in shown:
        while "=" in words[0]:
            words = words[1:]
        program, command = Path(words[0]).name, words[1]
        assert program in {"make", "homeward"}, words
        assert command in (targets if program == "make" else {*COMMANDS, *OWN}), words


def commands_of(text: str) -> Iterator[list[str]]:
    """Command lines of fenced blocks: every line of a `sh` block, the lines after `$` of a `console` block."""
    for kind, block in re.findall(r"```(sh|console)\n(.*?)```", text, re.DOTALL):
        for line in block.splitlines():
            if kind == "console" and not line.startswith("$ "):
                continue
            words = shlex.split(line.removeprefix("$ "), comments=True)
            if words:
                yield words


def homeward(*words: str) -> str:
    done = subprocess.run(
        [sys.executable, "-m", "homeward.cli", *words], cwd=ROOT, capture_output=True, text=True, timeout=120
    )
    return done.stdout + done.stderr


def shown_after(command: str) -> str:
    """What the README shows under a command of a console block."""
    start = README.index(f"$ {command}\n") + len(command) + 3
    return re.split(r"\n\n|\n```", README[start:], maxsplit=1)[0]


def test_the_nights_the_readme_shows_are_what_comes_out() -> None:
    command = "homeward nights docs/examples/stays.csv --period 2023-01-01:2023-04-01 --by home"
    shown = shown_after(command)
    assert sorted(shown.splitlines()) == sorted(homeward(*command.split()[1:]).splitlines())


def test_the_readme_claims_no_more_scenarios_than_there_are() -> None:
    """That each of them passes, on both counts, is a test of its own in tests/scenarios."""
    claimed = int(re.fullmatch(r"(\d+) passed, 0 failed", shown_after("homeward scenarios"))[1])  # type: ignore[index]
    assert 0 < claimed <= sum(len(read_scenarios(file)) for file in shipped_files())


def test_the_explained_figure_is_what_the_rule_decides() -> None:
    decision = json.loads(homeward("decide", "utilisation", "--pack", "au_sa", "docs/examples/c27.json"))
    row = {
        re.sub(r"\W+", " ", a).strip(): re.sub(r"[*,$% ]", "", c)
        for a, _, c in re.findall(r"^\| ([^|]+)\|([^|]*)\| ([^|]+)\|$", README, re.MULTILINE)
    }
    assert row["Contracted nights"] == str(decision["contracted"]["nights"])
    assert row["Nights stayed each child once a night"] == str(decision["nights"]["stayed"])
    assert row["Less nights on hold by the department"] == f"−{decision['nights']['excluded']['hold']}"
    assert row["Actual nights"] == str(decision["nights"]["actual"])
    assert row["Share"] == decision["share"]["shown"]
    assert row["Level"] == decision["level"]["code"]
    limit = decision["abatement_limit"]
    assert row["Nights below it"] == limit["nights"]
    assert row["In placements"] == limit["placements"]["exact"]
    assert row["Limit of the abatement"] == limit["amount"]


def test_pictures_are_light_and_all_are_shown() -> None:
    pictures = sorted((ROOT / "docs" / "pictures").glob("*.png"))
    assert len(pictures) >= 3
    assert [p.name for p in pictures if p.stat().st_size > HEAVIEST_PICTURE] == []
    papers = "".join(p.read_text() for p in PAPERS)
    assert [p.name for p in pictures if p.name not in papers] == []


def test_every_decision_has_a_number_of_its_own() -> None:
    files = sorted(p.name for p in (ROOT / "docs" / "adr").glob("*.md"))
    numbers = [int(name[:4]) for name in files]
    assert numbers == sorted(set(numbers))
    for name, number in zip(files, numbers, strict=True):
        head = (ROOT / "docs" / "adr" / name).read_text().splitlines()[0]
        assert head.startswith(f"# {number}. "), name


# What every record of a body carries, described once at the head of the page.
CARRIED = {"id", "public_id", "body", "organisation"}


def test_the_data_dictionary_holds_every_record_and_field() -> None:
    page = (ROOT / "docs" / "data-dictionary.md").read_text()
    described = {
        head: set(re.findall(r"^\| `(\w+)` \|", part, re.MULTILINE))
        for head, part in re.findall(r"^### ([\w.]+)\n(.*?)(?=^##|\Z)", page, re.MULTILINE | re.DOTALL)
    }
    ours = [
        model
        for model in apps.get_models()
        if model.__module__.startswith("homeward.") and not hasattr(model, "pgh_tracked_model")
    ]
    names = [model.__name__ for model in ours]
    recorded = {  # two records of the same name stand under their app's
        (model.__name__ if names.count(model.__name__) == 1 else model._meta.label): {
            f.name for f in (*model._meta.fields, *model._meta.many_to_many)
        }
        - CARRIED
        for model in ours
    }
    assert set(described) == set(recorded)
    wrong = {
        name: sorted(described[name] ^ fields)
        for name, fields in recorded.items()
        if described[name] != fields
    }
    assert wrong == {}


GLOSSED = re.compile(r"^\| \*\*([^*]+)\*\* \|", re.MULTILINE)


def test_each_word_of_the_glossary_stands_once_and_in_order() -> None:
    words = GLOSSED.findall((ROOT / "GLOSSARY.md").read_text())
    assert len(words) > 60
    assert words == sorted(set(words))

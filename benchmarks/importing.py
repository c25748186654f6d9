"""The claim of the importer: a million rows with faults of every kind brought in, every fault named, in how many
minutes and how much memory. ``QUICK=1`` takes a size for every day. Prints ``NAME found goal holds|falls short`` for
each claim, writes importing.json, and ends with 1 when a claim falls short.

Homes, children, placements and spells of an invented state go the way of `homeward import --yes`: read, staged, and,
every warning being ticked beforehand, checked while they are loaded, into an embedded database of this run alone.
The clock and the memory are those of one process that does all of it; PostgreSQL works beside it.
"""

from __future__ import annotations

import datetime as dt
import json
import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

from benchmarks.claims import QUICK, Claim, most_memory, report
from benchmarks.invented_files import LINES, PROVIDERS, SHARES, Found, State, write

ROWS = 20_000 if QUICK else 1_000_000
RESULTS = Path(__file__).parent / "importing.json"
KINDS = tuple(SHARES)
KEEPER = "keeper@bench.example"


def earlier(count: int) -> dict[str, str]:
    """What an earlier file brought, for planted rows to meet: so many homes, children and stays, and three of their own."""
    homes = "".join(f"OLD-{n},Old house {n},other,P-1,\n" for n in range(count))
    children = "".join(f"OLD-{n},2010-05-05\n" for n in range(count))
    stays = "".join(f"OLD-{n},OLD-{n},OLD-HOME,2014-03-01,2014-03-20\n" for n in range(count))
    return {
        "homes": f"reference,name,kind,provider,places\n{homes}OLD-HOME,Old house,other,,\nOLD-FREE,Free house,other,,\n",
        "children": f"client_number,born_on\n{children}OLD-GROWN,1992-03-04\n",
        "placements": f"placement,child,home,start,end\n{stays}",
    }


def prepare(folder: Path) -> None:
    """A body with providers and lines, and what an earlier file brought: planted rows meet it."""
    from homeward.apps.agreements import services as agreements
    from homeward.apps.intake.services import import_files
    from homeward.apps.providers import services as providers
    from homeward.demo.making import make_body, make_people
    from homeward.demo.people import Person
    from homeward.kernel.ranges import DateRange

    body = make_body("Department of the benchmark", "Invented", "au_sa")
    people = (
        Person(KEEPER, "Sam Keeper", "placement_officer"),
        Person("head@bench.example", "Kim Head", "contract_manager"),
    )
    made = make_people(body, people)
    by, since = made["head@bench.example"], dt.date(2000, 7, 1)
    for n in range(PROVIDERS):
        provider = providers.register_provider(
            name=f"Provider {n} of the benchmark", reference=f"P-{n}", start=since, by=by
        )
        for line in range(LINES):
            agreement = agreements.make_agreement(
                provider=provider,
                reference=f"AG-{n}-{line}",
                title="Placements",
                period=DateRange(since, None),
                by=by,
            )
            agreements.add_line(
                agreement=agreement,
                service_type="general_family_based_care",
                method="block",
                cost_code="7",
                by=by,
            )
    for kind, text in earlier(State(ROWS).earlier).items():
        (folder / f"old-{kind}.csv").write_text(text)
        batch = import_files(kind=kind, files=[folder / f"old-{kind}.csv"], by=made[KEEPER])
        assert batch.counts["errors"] == 0 and batch.counts["new"] == batch.counts["rows"], batch.counts


def keeper() -> Any:
    from homeward.apps.accounts.actors import Actor
    from homeward.apps.accounts.models import Membership

    return Actor.of(Membership.objects.get(user__email=KEEPER))


def bring_in(folder: Path) -> dict[str, Any]:
    """The work that is measured."""
    from homeward.apps.intake.services import import_files

    spent: dict[str, Any] = {}
    by = keeper()
    for kind in KINDS:
        began = time.perf_counter()
        batch = import_files(kind=kind, files=[folder / f"{kind}.csv"], by=by)
        assert batch.state == batch.State.LOADED, (batch.state, batch.problems)
        spent[kind] = time.perf_counter() - began
        print(
            kind,
            f"{spent[kind]:.1f} s",
            {k: v for k, v in batch.counts.items() if k != "codes"},
            file=sys.stderr,
        )
    return {"seconds": spent, "memory": most_memory()}


def named(folder: Path, planted: dict[str, dict[int, Found]]) -> tuple[int, int, list[str]]:
    """How many planted faults were named as they are, with reason and remedy; how many others; and some of what differs."""
    from homeward.apps.intake.models import ImportBatch

    right, wrong, told = 0, 0, []
    for kind, expected in planted.items():
        batch = ImportBatch.objects.get(kind=kind, file_name=f"{kind}.csv", created_by__email=KEEPER)
        assert batch.rows.count() == batch.counts["rows"]
        rows = batch.rows.exclude(problems=[]).values_list("number", "problems")
        found = dict(rows.iterator())
        for number in expected.keys() | found.keys():
            problems = found.get(number, [])
            whole = all(p["message"] and p["remedy"] and p["row"] == number for p in problems)
            if whole and {(p["column"], p["code"]) for p in problems} == expected.get(number, set()):
                right += 1
            else:
                wrong += 1
                told.append(f"{kind} row {number}: planted {expected.get(number)}, told {problems}")
    return right, wrong, told


def part(name: str, folder: Path) -> Any:
    """A step in a process of its own, on the database of this run."""
    # As an operator runs it: with DEBUG the framework would keep the text of every statement.
    home = {
        "HOMEWARD_DATA": str(folder / "data"),
        "SECRET_KEY": "of this run alone",
        "ALLOWED_HOSTS": "localhost",
        "DEBUG": "",
    }
    done = subprocess.run(
        [sys.executable, "-W", "ignore", "-m", "benchmarks.importing", name, str(folder)],
        stdout=subprocess.PIPE, text=True, check=True, cwd=Path(__file__).parents[1], env={**os.environ, **home},
    )  # fmt: skip
    return json.loads(done.stdout.splitlines()[-1])


def step(name: str, folder: Path) -> Any:
    from homeward.config.commands import migrate, start_django

    if name == "--migrate":
        return migrate([])
    if name == "--write":
        found = write(folder, ROWS)
        told = {
            kind: [[n, sorted(map(list, what), key=str)] for n, what in own.items()]
            for kind, own in found.items()
        }
        (folder / "planted.json").write_text(json.dumps(told))
        return {kind: len(own) for kind, own in found.items()}
    start_django()
    if name == "--prepare":
        return prepare(folder)
    if name == "--import":
        return bring_in(folder)
    planted = json.loads((folder / "planted.json").read_text())
    return named(
        folder, {k: {n: {(c, code) for c, code in what} for n, what in own} for k, own in planted.items()}
    )


def measure(folder: Path) -> tuple[list[Claim], dict[str, float]]:
    for name in ("--write", "--migrate", "--prepare"):
        part(name, folder)
    done = part("--import", folder)
    right, wrong, told = part("--compare", folder)
    for line in told[:20]:
        print(line, file=sys.stderr)
    minutes, memory = sum(done["seconds"].values()) / 60, done["memory"]
    claims: list[Claim] = [
        (f"import_{ROWS}_minutes", minutes, "<= 5", minutes <= 5),
        (f"import_{ROWS}_memory_MB", memory, "<= 400", memory <= 400),
        (
            f"import_{ROWS}_faults_named",
            right / max(1, right + wrong),
            "1 = every one, and no other",
            not wrong and right > 0,
        ),
        (f"import_{ROWS}_faulty_rows", float(right + wrong), "told only", True),
    ]
    return claims, {kind: round(seconds, 1) for kind, seconds in done["seconds"].items()}


def main() -> int:
    if len(sys.argv) > 2:
        print(json.dumps(step(sys.argv[1], Path(sys.argv[2]))))
        return 0
    load = os.getloadavg()[0]
    with tempfile.TemporaryDirectory() as folder:
        try:
            claims, seconds = measure(Path(folder))
        finally:
            subprocess.run(
                [sys.executable, "-m", "homeward.cli", "stop"], check=False, stdout=subprocess.DEVNULL,
                env={**os.environ, "HOMEWARD_DATA": f"{folder}/data"},
            )  # fmt: skip
    return report(claims, RESULTS, load, f"{ROWS:,} rows", seconds=seconds)


if __name__ == "__main__":
    sys.exit(main())

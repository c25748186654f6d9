"""The SQL text that ships with the package, and the order in which its parts build on each other."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from importlib import resources


@dataclass(frozen=True)
class Part:
    """One SELECT under a name. ``kept``: several parts read it, so it is worked out once."""

    name: str
    kept: bool = False


# From stays, spells, common, terms, meanings, votes and calendar to "ends"; "sums" makes nights of them.
PARTS = (
    Part("held"),
    Part("together", kept=True),
    Part("marks"),
    Part("beside", kept=True),
    Part("hard", kept=True),
    Part("aside", kept=True),
    Part("segments", kept=True),
    Part("pieces", kept=True),
    Part("ends", kept=True),
)
SWEEP_ALL = "SELECT record, child, term, start, until FROM held"  # as "together": every stay is swept


@cache
def text(name: str) -> str:
    """The SELECT of a part, in DuckDB's dialect."""
    return resources.files(__package__).joinpath(f"sql/{name}.sql").read_text(encoding="utf-8").strip()


def statements(*, until: str = "ends", sweep_all: bool = False) -> list[str]:
    """The statements that build each part up to and with the one named."""
    found = []
    for part in PARTS:
        select = SWEEP_ALL if sweep_all and part.name == "together" else text(part.name)
        kind = "TABLE" if part.kept else "VIEW"
        found.append(f"CREATE OR REPLACE TEMPORARY {kind} {part.name} AS {select}")
        if part.name == until:
            return found
    raise ValueError(f"there is no part {until}")

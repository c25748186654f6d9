"""A status fact that is not whole, or says what the code list does not know."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from homeward.apps.intake.kinds.rows import CheckedRow, Finding, error
from homeward.apps.intake.kinds.world import World


def check_child_fact(rows: Sequence[CheckedRow], world: World) -> Iterator[Finding]:
    codes = world.vocabulary("status_facts")
    for row in rows:
        fact, value, source = row.data.fact, row.data.fact_value, row.data.fact_source
        if not (fact or value or source):
            continue
        for column, given in (("fact", fact), ("fact_value", value), ("fact_source", source)):
            if not given:
                yield error(
                    row,
                    "fact_not_whole",
                    f"A status fact needs {column}.",
                    "Fill fact, fact_value and fact_source, or none of them.",
                    column,
                )
        lawful = codes.attribute(fact, "values") if codes and fact else None
        if value and isinstance(lawful, list) and value not in lawful:
            yield error(
                row,
                "unknown_code",
                f"“{value}” is not known for {fact}.",
                f"Use one of: {', '.join(str(v) for v in lawful)}.",
                "fact_value",
            )

"""A pupil number that is missing, malformed, or given to two children (rule 444)."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence

from homeward.apps.intake.kinds.rows import CheckedRow, Finding, only, warning
from homeward.apps.intake.kinds.ssda903 import HeaderRow
from homeward.apps.intake.kinds.world import World

NUMBER = re.compile(r"^[A-Z]\d{11}[0-9A-Z]$")


def check_return_pupil_number(rows: Sequence[CheckedRow], world: World) -> Iterator[Finding]:
    reasons = world.vocabulary("pupil_number_reasons")
    by_number: dict[str, list[CheckedRow]] = defaultdict(list)
    for row in only(rows, HeaderRow):
        number = row.data.UPN
        if not number:
            yield warning(
                row,
                "upn_empty",
                "There is neither a pupil number nor a code for why.",
                "Write the number, or one of UN1 to UN5.",
                "UPN",
            )
        elif reasons is None or not reasons.knows(number):
            by_number[number].append(row)
            if not NUMBER.match(number):
                yield warning(
                    row,
                    "upn_form",
                    "This is not the form of a unique pupil number.",
                    "A letter, eleven digits, and a digit or letter; or one of UN1 to UN5.",
                    "UPN",
                )
    for number, sharing in by_number.items():
        for row in sharing if len(sharing) > 1 else ():
            yield warning(
                row,
                "rule_444",
                f"{len(sharing)} children have the pupil number {number} (rule 444).",
                "Correct it, or use UN5 while it is looked into.",
                "UPN",
            )

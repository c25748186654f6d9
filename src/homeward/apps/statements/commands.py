"""`homeward close-period`: the quarter close from the command line, in a person's name."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence

from homeward.apps.accounts.permissions import Permission
from homeward.apps.accounts.queries.acting import actor_named
from homeward.apps.core.refusals import Refused, in_words
from homeward.apps.statements.models import PeriodClose
from homeward.apps.statements.services import close_period as close
from homeward.apps.statements.services import quarter_of


def close_period(argv: Sequence[str]) -> int:
    """Draft a statement for each line in force. 0 when every line has one; 1 when refused, or
    some were left out; 2 when body or person is not known."""
    parser = argparse.ArgumentParser(
        prog="homeward close-period", description="Draft a statement for each line in force."
    )
    parser.add_argument("quarter", help='such as "Q1 2026-27"')
    parser.add_argument("--body", required=True, metavar="NAME", help="the commissioning body")
    parser.add_argument("--by", required=True, metavar="EMAIL", help="the person in whose name it is done")
    given = parser.parse_args(argv)
    by = actor_named(given.body, given.by, Permission.PERIOD_CLOSE)
    if isinstance(by, str):
        print(f"homeward close-period: {by}", file=sys.stderr)
        return 2
    try:
        done = close(body=by.body, quarter=quarter_of(by.body, given.quarter), by=by, report=_tell)
    except Refused as refused:
        print(in_words(refused), file=sys.stderr)
        return 1
    return _report(done)


def _tell(done: int, total: int | None, message: str) -> None:
    print(f"  {done + 1}. {message}")


def _report(done: PeriodClose) -> int:
    counts = {
        key: [line for line in done.lines if line["outcome"] == key]
        for key in ("drafted", "exists", "left_out")
    }
    print(f"{done.label}: {len(counts['drafted'])} drafted, {len(counts['exists'])} there already, "
          f"{len(counts['left_out'])} left out.")  # fmt: skip
    for line in counts["left_out"]:
        print(f"{line['provider']}, {line['name']}:")
        for problem in line["problems"]:
            print(f"- {problem['message']} {problem['remedy']}")
    return 1 if counts["left_out"] else 0

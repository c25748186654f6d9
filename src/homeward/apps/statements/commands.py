"""`homeward close-period`: the quarter close from the command line, in a person's name."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence

from homeward.apps.accounts.permissions import Permission
from homeward.apps.accounts.queries.acting import actor_named
from homeward.apps.core.refusals import Refused, in_words
from homeward.apps.statements.models import PeriodClose
from homeward.apps.statements.periods import period_of
from homeward.apps.statements.services import close_period as close
from homeward.apps.statements.services import preview, review_locked
from homeward.engine.adjustments import AdjustmentLine


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
        done = close(body=by.body, quarter=period_of(by.body, given.quarter), by=by, report=_tell)
    except Refused as refused:
        print(in_words(refused), file=sys.stderr)
        return 1
    return _report(done)


def adjust(argv: Sequence[str]) -> int:
    """Count every locked quarter under the policy as it now stands. 0 when all could be counted; 1 when some could
    not; 2 when body or person is not known."""
    parser = argparse.ArgumentParser(
        prog="homeward adjust",
        description="Count every locked quarter under the policy as it now stands; differences become adjustments.",
    )
    parser.add_argument("--body", required=True, metavar="NAME", help="the commissioning body")
    parser.add_argument("--by", required=True, metavar="EMAIL", help="the person in whose name it is done")
    parser.add_argument("--preview", action="store_true", help="say what would change, and store nothing")
    given = parser.parse_args(argv)
    by = actor_named(given.body, given.by, Permission.STATEMENT_AGREE)
    if isinstance(by, str):
        print(f"homeward adjust: {by}", file=sys.stderr)
        return 2
    coming = preview(body=by.body, by=by)
    for one in coming.changing:
        name = f"{one.statement.organisation.name}, {one.statement.line}, {one.statement.label}"
        print(
            f"{name}: {'; '.join(_line_words(line) for line in one.lines) or ' '.join(one.problems) or 'no money'}"
        )
    if given.preview:
        print(
            f"{coming.counted} locked quarters counted, {len(coming.changing)} would differ. Nothing was stored."
        )
        return 1 if any(one.problems for one in coming.changing) else 0
    done = review_locked(body=by.body, by=by)
    print(f"{done.counted} locked quarters counted, of {len(done.learned)} something was learned.")
    return 1 if any(one.problems for one in coming.changing) else 0


def _line_words(line: AdjustmentLine) -> str:
    decide = f", open to decision {line.to_decide:+,.2f}" if line.to_decide else ""
    return f"{line.code} {line.amount:+,.2f}{decide}, nights {line.nights:+d}"


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

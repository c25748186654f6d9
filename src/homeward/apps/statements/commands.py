"""`homeward close-period`: the quarter close from the command line, in a person's name."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence

from homeward.apps.accounts.actors import Actor
from homeward.apps.accounts.models import CommissioningBody, Membership
from homeward.apps.accounts.permissions import Permission
from homeward.apps.core.refusals import Refused, present
from homeward.apps.statements.models import PeriodClose
from homeward.apps.statements.services import close_period as close
from homeward.apps.statements.services import quarter_of


def close_period(argv: Sequence[str]) -> int:
    """Draft a statement for each line in force. 0 when every line has one, 1 when some were left out, 2 when refused."""
    parser = argparse.ArgumentParser(
        prog="homeward close-period", description="Draft a statement for each line in force."
    )
    parser.add_argument("quarter", help='such as "Q1 2026-27"')
    parser.add_argument("--body", required=True, metavar="NAME", help="the commissioning body")
    parser.add_argument("--by", required=True, metavar="EMAIL", help="the person in whose name it is done")
    given = parser.parse_args(argv)
    by = _actor(given.body, given.by)
    if isinstance(by, str):
        print(by, file=sys.stderr)
        return 2
    try:
        done = close(body=by.body, quarter=quarter_of(by.body, given.quarter), by=by, report=_tell)
    except Refused as refused:
        print(f"{refused.what}:", file=sys.stderr)
        for reason in refused.reasons:
            said = present(reason)
            print(f"- {said.title}. {said.fact} {said.lift}", file=sys.stderr)
        return 2
    return _report(done)


def _actor(body_name: str, email: str) -> Actor | str:
    """The person's membership that may close a period of the body, or what is wrong."""
    body = CommissioningBody.objects.filter(name__iexact=body_name).first()
    if body is None:
        names = ", ".join(CommissioningBody.objects.order_by("name").values_list("name", flat=True)) or "none"
        return f"No body is called {body_name}. There is: {names}."
    held = Membership.objects.filter(body=body, user__email__iexact=email, ended_at=None)
    actors = [Actor.of(m) for m in held.select_related("user", "body", "organisation", "deputy_for__user")]
    for actor in actors:
        if actor.holds(Permission.PERIOD_CLOSE) and actor.membership.is_active_on(actor.today):
            return actor
    return f"{email} holds no role in {body.name} today that may close a quarter."


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

"""What must hold before a child, a status fact or a legal status is recorded."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import Any

from homeward.apps.accounts.models import CommissioningBody
from homeward.apps.children.models import Child, LegalStatusSpell, StatusFact
from homeward.apps.core.checks import check_fields, no_night, taken, unknown_code
from homeward.apps.core.periods import say_day, to_db
from homeward.apps.core.vocabulary import code_list
from homeward.kernel.ranges import DateRange
from homeward.kernel.reasons import Reason

LABELS = {
    "client_number": "Client number",
    "born_on": "Date of birth",
    "given_name": "Given name",
    "family_name": "Family name",
    "sex": "Sex",
    "source": "Source",
}


def check_child(
    *, body: CommissioningBody, values: Mapping[str, Any], today: dt.date, child: Child | None = None
) -> list[Reason]:
    """Reasons against recording a child with these values."""
    reasons = check_fields(Child, values, LABELS)
    number = values.get("client_number")
    if (
        number
        and Child.objects.filter(body=body, client_number=number)
        .exclude(pk=child.pk if child else None)
        .exists()
    ):
        reasons.append(taken("client_number", LABELS["client_number"], number))
    born = values.get("born_on")
    if born and born > today:
        reasons.append(Reason("child.born_later", {"field": "born_on", "born": say_day(born)}))
    # `placements` is the reverse of a key in an app above.
    if child and born and child.placements.filter(period__startswith__lt=born).exists():
        reasons.append(Reason("child.placed_before_birth", {"field": "born_on", "born": say_day(born)}))
    return reasons


def check_fact(
    *, body: CommissioningBody, kind: str, value: str, source: str, today: dt.date
) -> list[Reason]:
    """Reasons against a status fact. The pack's code list rules where it has one."""
    reasons = check_fields(
        StatusFact, {"kind": kind, "value": value, "source": source},
        {"kind": "Kind of fact", "value": "What the record says", "source": "Source"},
    )  # fmt: skip
    known = code_list(body, "status_facts")
    if kind and known is not None and not known.is_valid(kind, today):
        reasons.append(unknown_code("kind", "Kind of fact", kind, known.codes_on(today), today))
    elif kind and value and known is not None:
        lawful = known.attribute(kind, "values", today)
        if isinstance(lawful, list) and value not in lawful:
            reasons.append(
                unknown_code("value", "What the record says", value, [str(v) for v in lawful], today)
            )
    return reasons


def check_legal_status(*, child: Child, code: str, period: DateRange) -> list[Reason]:
    """Reasons against a legal status between two dates: a code valid throughout, after birth, and not twice."""
    reasons = check_fields(LegalStatusSpell, {"code": code}, {"code": "Legal status"})
    known = code_list(child.body, "legal_statuses")
    if code and known is not None and code not in known.codes_during(period):
        reasons.append(unknown_code("code", "Legal status", code, known.codes_on(period.start), period.start))
    if empty := no_night("period", period):
        return [*reasons, empty]
    if child.born_on and period.start < child.born_on:
        reasons.append(
            Reason(
                "child.status_before_birth",
                {"field": "start", "start": say_day(period.start), "born": say_day(child.born_on)},
            )
        )
    if code and child.legal_statuses.filter(code=code, period=to_db(period)).exists():
        reasons.append(
            Reason("child.status_twice", {"field": "start", "code": code, "start": say_day(period.start)})
        )
    return reasons

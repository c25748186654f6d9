"""Varying an agreement: new targets from a day on, with the reason and the document."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from decimal import Decimal

from homeward.apps.accounts.actors import Actor
from homeward.apps.accounts.permissions import Permission as P
from homeward.apps.accounts.scopes import may
from homeward.apps.agreements import term_checks
from homeward.apps.agreements.events import TermsChanging
from homeward.apps.agreements.models import Agreement, Line, LineTarget, Variation
from homeward.apps.agreements.services.terms import exact
from homeward.apps.core import audit
from homeward.apps.core.events import publish
from homeward.apps.core.periods import from_db, to_db
from homeward.apps.core.refusals import refuse_if
from homeward.apps.core.writing import permit, writing
from homeward.kernel.ranges import DateRange


def vary_agreement(
    *,
    agreement: Agreement,
    effective_on: dt.date,
    reason: str,
    reference: str,
    targets: Mapping[Line, Decimal | int],
    by: Actor,
) -> Variation:
    """Give lines new targets from a day to the end of each line. What stood from that day on is replaced."""
    what = "This agreement cannot be varied"
    permit(may(by, P.AGREEMENT_WRITE, agreement), what)
    wanted = {line: exact(placements) for line, placements in targets.items()}
    refuse_if(
        what,
        term_checks.check_variation(
            agreement=agreement, effective_on=effective_on, reason=reason, reference=reference, targets=wanted
        ),
    )
    with writing(by, "vary_agreement", what, reason):
        Agreement.objects.select_for_update().get(pk=agreement.pk)  # numbers follow one another
        for line in sorted(wanted, key=lambda line: line.pk):  # listeners lock what stands on a line
            publish(TermsChanging(line, (DateRange(effective_on, from_db(line.period).end),), by))
        changes = [
            _vary_line(line, placements, effective_on, reference.strip())
            for line, placements in wanted.items()
        ]
        last = agreement.variations.order_by("-number").values_list("number", flat=True).first() or 0
        variation = Variation.objects.create(
            body=agreement.body, organisation=agreement.organisation, agreement=agreement, number=last + 1,
            effective_on=effective_on, reason=reason.strip(), reference=reference.strip(), changes=changes, recorded_by=by.user,
        )  # fmt: skip
        audit.record(by, "vary_agreement", agreement, reason=reason, variation=variation.number)
    return variation


def _vary_line(
    line: Line, placements: Decimal, effective_on: dt.date, reference: str
) -> dict[str, str | int | None]:
    """Replace a line's target from a day on; returns what stood before and what stands now."""
    rest = DateRange(effective_on, from_db(line.period).end)
    before: int | None = None
    for row in line.targets.select_for_update():
        period = from_db(row.period)
        if period.contains(effective_on):
            before = row.placements
        if period.start >= effective_on:
            row.delete()
        elif period.overlaps(rest):
            row.period = to_db(DateRange(period.start, effective_on))
            row.save(update_fields=["period"])
    LineTarget.objects.create(
        body=line.body,
        organisation=line.organisation,
        line=line,
        placements=int(placements),
        period=to_db(rest),
        reference=reference,
    )
    return {
        "line": line.public_id, "number": line.number, "before": None if before is None else str(before),
        "after": str(int(placements)),
    }  # fmt: skip

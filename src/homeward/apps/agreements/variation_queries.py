"""What pages and other apps ask about variations. Nothing is written here."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from homeward.apps.accounts.actors import Actor
from homeward.apps.agreements.consequences import consequences_of
from homeward.apps.agreements.models import Agreement, Variation
from homeward.apps.agreements.papers import change_rows
from homeward.apps.agreements.variation_checks import check_proposal
from homeward.apps.agreements.variation_machine import OPEN
from homeward.apps.agreements.variation_terms import Change, read_changes, rest_of, to_json
from homeward.apps.core.periods import say_day
from homeward.apps.core.refusals import refuse_if

STATES = {
    "proposed": "warn", "provider_signed": "warn", "body_signed": "warn", "in_force": "ok", "declined": "bad",
    "withdrawn": "plain",
}  # fmt: skip


@dataclass(frozen=True)
class Side:
    """One party: what it is called, who signed for it, and whether that signature still fits."""

    code: str
    words: str
    checked: Any = None


def variation_list(actor: Actor) -> QuerySet[Variation]:
    """Variations the person may read, with what a list shows of them."""
    return Variation.objects.visible_to(actor).select_related(
        "agreement", "organisation", "body", "recorded_by", "document"
    )


def open_variations(agreement: Agreement) -> QuerySet[Variation]:
    return agreement.variations.filter(state__in=OPEN)


def rows_side_by_side(variation: Variation) -> list[dict[str, Any]]:
    """Each change in words: line, service, what, before, after; and the nights whose later terms it takes away."""
    told = []
    for row, change in zip(change_rows(variation), variation.changes, strict=True):
        later = change.get("replaces", [])[1:]
        told.append({**row, "public_id": change["line"], "later": len(later)})
    return told


def preview(
    *,
    agreement: Agreement,
    effective_on: dt.date,
    reason: str,
    reference: str,
    changes: Iterable[Mapping[str, Any]],
    by: Actor,
) -> Variation:
    """A variation as it would be proposed, not stored. Raises Refused with every reason against it."""
    wanted, strange = read_changes(agreement, changes)
    refuse_if(
        _("This variation cannot be proposed"),
        check_proposal(
            agreement=agreement, effective_on=effective_on, reason=reason, reference=reference, changes=wanted,
            strange=strange, knows_past=True, today=by.today,
        ),
    )  # fmt: skip
    return Variation(
        body=agreement.body, organisation=agreement.organisation, agreement=agreement, effective_on=effective_on,
        reason=reason, reference=reference, changes=[to_json(change, effective_on) for change in wanted],
    )  # fmt: skip


def consequences(changes: Sequence[Change], variation: Any) -> list[str]:
    """What follows once the terms are written, in sentences: quarters behind, later terms taken away."""
    effective_on = variation.effective_on
    said = []
    for line in {c.line.pk: c.line for c in changes if c.line is not None}.values():
        said += consequences_of(line, rest_of(line, effective_on))
    return list(dict.fromkeys(said))


def consequences_told(variation: Variation, by: Actor) -> list[str]:
    """The same for a variation that is to be signed, with what its day means today."""
    changes, _strange = read_changes(variation.agreement, variation.changes)
    said = []
    if variation.effective_on < by.today:
        said.append(
            _(
                "It holds from %(day)s, which is past: nights already counted are counted again by the new terms."
            )
            % {"day": say_day(variation.effective_on)}
        )
    for change, row in zip(variation.changes, rows_side_by_side(variation), strict=True):
        if row["later"]:
            said.append(
                _("%(line)s: what was set for later (%(values)s) no longer holds.")
                % {"line": row["line"], "values": _later(change)}
            )
    return [*said, *consequences(changes, variation)]


def _later(change: dict[str, Any]) -> str:
    return ", ".join(
        f"{row['value']} {_('from')} {say_day(dt.date.fromisoformat(row['start']))}"
        for row in change["replaces"][1:]
    )

"""Varying an agreement: proposed by the department, signed by both sides, then in force from its day on."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from typing import Any

from django.urls import reverse
from django.utils import timezone

from homeward.apps.accounts.actors import Actor
from homeward.apps.accounts.models import User
from homeward.apps.accounts.permissions import Permission as P
from homeward.apps.accounts.queries.whom import people_in, roles_with
from homeward.apps.accounts.roles import HeldAt
from homeward.apps.accounts.scopes import may
from homeward.apps.agreements import papers
from homeward.apps.agreements.events import TermsChanging
from homeward.apps.agreements.models import Agreement, Variation
from homeward.apps.agreements.services.outcome import write_varied
from homeward.apps.agreements.variation_checks import LABELS, check_proposal
from homeward.apps.agreements.variation_machine import MACHINE, sign_move
from homeward.apps.agreements.variation_terms import read_changes, rest_of, to_json, write_change
from homeward.apps.core import audit
from homeward.apps.core.checks import missing
from homeward.apps.core.documents.services import store_made
from homeward.apps.core.events import publish
from homeward.apps.core.models import Signature
from homeward.apps.core.notices import tell
from homeward.apps.core.refusals import Refused, refuse_if
from homeward.apps.core.writing import hold, permit, service, writing

S = Variation.State
PAPER = "variation"  # the kind of document that both sides sign
SIDES = {"provider": HeldAt.ORGANISATION, "body": HeldAt.BODY}


def propose_variation(
    *, agreement: Agreement, effective_on: dt.date, reason: str, reference: str, changes: Iterable[Mapping[str, Any]],
    knows_past: bool = False, by: Actor,
) -> Variation:  # fmt: skip
    """Propose new terms from a day to the end of each line, and write the paper that both sides sign.

    `changes` name the kind (target, rate, loading), the line, the category of a loading or kind of price, and the
    value after. What stands now is filled in. A day in the past needs `knows_past`: the person was told what follows.
    """
    what = "This variation cannot be proposed"
    permit(may(by, P.AGREEMENT_WRITE, agreement), what)
    with writing(by, "propose_variation", what, reason):
        hold(agreement)  # numbers follow one another, and what stands now is read once
        wanted, strange = read_changes(agreement, changes)
        refuse_if(
            what,
            check_proposal(
                agreement=agreement, effective_on=effective_on, reason=reason, reference=reference, changes=wanted,
                strange=strange, knows_past=knows_past, today=by.today,
            ),
        )  # fmt: skip
        last = agreement.variations.order_by("-number").values_list("number", flat=True).first() or 0
        variation = Variation.objects.create(
            body=agreement.body, organisation=agreement.organisation, agreement=agreement, number=last + 1,
            effective_on=effective_on, reason=reason.strip(), reference=reference.strip(), recorded_by=by.user,
            changes=[to_json(change, effective_on) for change in wanted],
        )  # fmt: skip
        _write_paper(variation, by)
        audit.record(by, "propose_variation", agreement, reason=reason, variation=variation.number)
        _tell(
            variation,
            ("provider", "body"),
            f"Variation {variation.number} of {agreement.reference} waits to be signed",
            by,
        )
    return variation


@service("withdraw_variation", "You cannot withdraw this variation")
def withdraw_variation(*, variation: Variation, reason: str, by: Actor) -> Variation:
    """Take back a variation that is not in force; whoever signed it is told."""
    return _close("withdraw", P.AGREEMENT_WRITE, variation, reason, by)


@service("decline_variation", "You cannot decline this variation")
def decline_variation(*, variation: Variation, reason: str, by: Actor) -> Variation:
    """Decline to sign, with the reason. The terms stay as they are."""
    return _close("decline", P.VARIATION_SIGN, variation, reason, by)


@service("renew_variation", "You cannot draw this variation up anew")
def renew_variation(*, variation: Variation, by: Actor) -> Variation:
    """Write the paper anew over what stands now. A signature under the earlier paper no longer counts."""
    what = "You cannot draw this variation up anew"
    permit(may(by, P.AGREEMENT_WRITE, variation), what)
    hold(variation)
    move = MACHINE.check("renew", variation, by)
    wanted, strange = read_changes(variation.agreement, variation.changes)
    refuse_if(
        what,
        check_proposal(
            agreement=variation.agreement, effective_on=variation.effective_on, reason=variation.reason,
            reference=variation.reference, changes=wanted, strange=strange, knows_past=True, today=by.today,
            told_on=variation.body.day_of(variation.recorded_at),
        ),
    )  # fmt: skip
    variation.changes = [to_json(change, variation.effective_on) for change in wanted]
    _set(variation, move.target)
    variation.save(update_fields=["changes"])
    _write_paper(variation, by)
    audit.record(by, "renew_variation", variation.agreement, variation=variation.number)
    _tell(variation, ("provider", "body"), f"{variation} was drawn up anew and waits to be signed", by)
    return variation


def signed(signature: Signature, variation: Variation, by: Actor) -> None:
    """What a signature does: the first one waits for the other side, the last puts the terms into force.

    Called in the signature's own transaction, the variation's row locked: two sides that sign at the same moment come
    one after the other, and one of them is the last. The agreement is held before it is asked whether the variation
    still fits: two variations of one agreement come into force one after the other, and the second sees the first.
    """
    hold(variation.agreement)
    move = MACHINE.check(sign_move(variation, signature.side), variation, by)
    _set(variation, move.target)
    audit.record(
        by,
        "sign_variation",
        variation.agreement,
        variation=variation.number,
        side=signature.side,
        digest=signature.digest,
    )
    if variation.state == S.IN_FORCE:
        _put_into_force(variation, by)
        _tell(variation, ("provider", "body"), f"{variation} is signed by both sides", by)
        return
    other = "body" if signature.side == "provider" else "provider"
    _tell(variation, (other,), f"{variation} is signed by {signature.name} and waits for you", by)


def _put_into_force(variation: Variation, by: Actor) -> None:
    """Write the terms. News goes out before anything is written, so that whoever counts by them can answer."""
    changes, _ = read_changes(variation.agreement, variation.changes)
    lines = {change.line.pk: change.line for change in changes if change.line is not None}
    for _key, line in sorted(lines.items()):  # listeners lock what stands on a line, always in this order
        publish(TermsChanging(line, (rest_of(line, variation.effective_on),), by))
    for change in changes:
        write_change(change, variation)
    write_varied(variation, by)
    audit.record(by, "variation_in_force", variation.agreement, variation=variation.number)


def _close(move: str, permission: P, variation: Variation, reason: str, by: Actor) -> Variation:
    what = f"You cannot {MACHINE.moves[move].words}"
    permit(may(by, permission, variation), what)
    hold(variation)
    reasons = MACHINE.why_not(move, variation, by)
    if not reason.strip():
        reasons.insert(0, missing("reason", LABELS["reason"]))
    if reasons:
        raise Refused(what, reasons)
    _set(variation, MACHINE.moves[move].target)
    variation.closed_by, variation.closed_reason = by.user, reason.strip()
    variation.save(update_fields=["closed_by", "closed_reason"])
    audit.record(by, f"{move}_variation", variation.agreement, reason=reason, variation=variation.number)
    done = "declined" if move == "decline" else "withdrawn"
    _tell(variation, ("provider", "body"), f"{variation} was {done}", by)
    return variation


def _set(variation: Variation, state: str) -> None:
    variation.state, variation.since = state, timezone.now()
    variation.save(update_fields=["state", "since"])


def _write_paper(variation: Variation, by: Actor) -> None:
    variation.document = store_made(
        content=papers.variation_paper(variation), filename=f"{papers.variation_name(variation)}.pdf",
        media_type="application/pdf", title=f"Variation {variation.number} of agreement {variation.agreement.reference}",
        kind=PAPER, thing=variation, by=by, replaces=variation.document,
    )  # fmt: skip
    variation.save(update_fields=["document"])


def signers(variation: Variation, side: str) -> list[User]:
    """The people who could sign for a side today."""
    roles = roles_with(P.VARIATION_SIGN, SIDES[side])
    return people_in(roles, body=variation.body, organisation_id=variation.organisation_id)


def _tell(variation: Variation, sides: Iterable[str], title: str, by: Actor) -> None:
    people = {u.pk: u for side in sides for u in signers(variation, side) if u.pk != by.user.pk}
    tell(
        people.values(), body=variation.body, title=title, url=reverse("variation", args=[variation.public_id]),
        organisation_id=variation.organisation_id,
    )  # fmt: skip

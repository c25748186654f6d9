"""What decisions ask of people: decide, accept, check, sign, begin, confirm, and hold the meeting that is owed."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from homeward.apps.accounts.actors import Actor
from homeward.apps.accounts.permissions import Permission as P
from homeward.apps.accounts.roles import Role
from homeward.apps.core.documents.shelves import side_of
from homeward.apps.core.duties import Duty, duty_source
from homeward.apps.core.periods import say_day
from homeward.apps.core.refusals import Refused
from homeward.apps.decisions import queries
from homeward.apps.decisions.facts import ask, needed_sides, signed_sides
from homeward.apps.decisions.lists_ending import disruptions, notices, without_a_home
from homeward.apps.decisions.models import Agreed, Contract, ContractVariation, Decision
from homeward.apps.decisions.models.decisions import CLOSED
from homeward.apps.decisions.services import waits_for
from homeward.apps.decisions.varying import FROM

S = Decision.State


def _duty(decision: Decision, title: str, why: str, verb: str, due: Any, kind: str) -> Duty:
    return Duty(
        title=title % {"referral": decision.search.referral}, why=why, verb=verb, due=due, kind=f"decision.{kind}",
        url=reverse("decision", args=[decision.public_id]), since=timezone.localtime(decision.since).date(),
    )  # fmt: skip


@duty_source
def decisions_to_take(actor: Actor) -> Iterator[Duty]:
    """Homes that wait for the head of service, and verbal approvals to confirm."""
    if not actor.holds(P.DECISION_DECIDE) or actor.role is not Role.HEAD_OF_SERVICE:
        return
    waiting = queries.decisions(actor).filter(state__in=(S.PROPOSED, S.RETURNED))
    for d in waiting.exclude(requested_by=actor.user):
        back = d.state == S.RETURNED
        why = d.returned_because if back else _("%(home)s is proposed.") % {"home": d.offer.home.name}
        yield _duty(
            d, _("Decide on a home for referral %(referral)s"), why, _("Decide"), d.start_on, "decide"
        )
    verbal = Agreed.objects.filter(kind=Agreed.Kind.VERBAL, past_at=None, confirmed_at=None).values(
        "decision"
    )
    for d in (
        queries.decisions(actor).filter(pk__in=verbal).exclude(state__in=(*CLOSED, S.PROPOSED, S.RETURNED))
    ):
        due = _deadlines(d).get("verbal_confirmed")
        yield _duty(d, _("Confirm what was agreed by word of mouth, referral %(referral)s"),
                    _("A verbal approval is confirmed in writing."), _("Confirm"), due, "confirm")  # fmt: skip


@duty_source
def decisions_to_go_on(actor: Actor) -> Iterator[Duty]:
    """What waits for the placement officer: accept, draw up, begin, and what an emergency left owed."""
    if actor.role is not Role.PLACEMENT_OFFICER or not actor.holds(P.DECISION_CARRY_OUT):
        return
    live = queries.decisions(actor).exclude(state__in=(*CLOSED, S.NOTICE))
    drawn = set(Contract.objects.filter(decision__in=live).values_list("decision", flat=True))
    for d in live:
        if d.state == S.AGREED:
            yield _duty(d, _("Accept the home for referral %(referral)s"), _("The head of service agreed."),
                        _("Accept"), d.start_on, "accept")  # fmt: skip
        elif d.state == S.ACCEPTED and d.pk not in drawn:
            yield _duty(d, _("Draw up the contract for referral %(referral)s"), _("The offer is accepted."),
                        _("Draw up"), d.start_on, "contract")  # fmt: skip
        elif d.state == S.CONTRACTED and d.start_on <= actor.today:
            yield _duty(d, _("Record the first night for referral %(referral)s"), _("Everybody has signed."),
                        _("Begin"), d.start_on, "start")  # fmt: skip
        if d.search.referral.urgency == "emergency":
            yield from _owed(d)


def _owed(decision: Decision) -> Iterator[Duty]:
    """What the rule gave time for in an emergency: each with its last day."""
    for name, day in sorted(_deadlines(decision).items()):
        if name == "verbal_confirmed":
            continue
        words = queries.deadline_words(decision, name)
        yield _duty(
            decision, _("Referral %(referral)s: what is still owed"), f"{words}.", _("Do it"), day, "owed"
        )


def _deadlines(decision: Decision) -> dict[str, Any]:
    try:
        found = ask(decision, "start" if decision.state in (S.STARTED, S.NOTICE) else "contract")
    except Refused:
        return {}
    codes = {item.code: item for item in (*found.refusals, *found.warnings)}
    left = dict(found.deadlines)
    if "area_not_notified" not in codes:
        left.pop("area_notified", None)
    return left


@duty_source
def contracts_to_sign(actor: Actor) -> Iterator[Duty]:
    """Contracts whose paper waits for the signature of one's side."""
    if not actor.holds(P.CONTRACT_SIGN):
        return
    side = side_of(actor)
    rows = queries.contracts(actor).filter(
        decision__state__in=(S.ACCEPTED, S.STARTED), document__isnull=False
    )
    for contract in rows:
        if side not in needed_sides(contract) or side in signed_sides(contract):
            continue
        yield Duty(
            title=_("Sign contract %(reference)s") % {"reference": contract.reference},
            why=_("Read it first: it stands once everybody has signed."), verb=_("Read and sign"),
            url=reverse("contract", args=[contract.public_id]), due=contract.decision.start_on, kind="decision.sign",
        )  # fmt: skip


@duty_source
def variations_to_sign(actor: Actor) -> Iterator[Duty]:
    """New terms of a contract that wait for the signature of one's side."""
    if not actor.holds(P.CONTRACT_SIGN):
        return
    rows = ContractVariation.objects.visible_to(actor).filter(
        state=ContractVariation.State.PROPOSED, contract__decision__state__in=FROM
    )
    for variation in rows.select_related("contract__decision", "document").order_by("pk"):
        if waits_for(variation, actor):
            told = {"number": variation.number, "reference": variation.contract.reference}
            yield Duty(
                title=_("Sign variation %(number)s of contract %(reference)s") % told,
                why=_("The new terms hold once everybody has signed."), verb=_("Read and sign"),
                url=reverse("contract", args=[variation.contract.public_id]), due=variation.effective_on,
                since=timezone.localtime(variation.since).date(), kind="decision.sign_variation",
            )  # fmt: skip


@duty_source
def disruptions_to_hold(actor: Actor) -> Iterator[Duty]:
    """Meetings owed because a placement ended that nobody planned to end; a head of service hears of those overdue."""
    if actor.holds(P.DECISION_CARRY_OUT):
        for row in disruptions(actor).filter(held_on=None):
            yield _duty(row.decision, _("Hold the disruption meeting, referral %(referral)s"),
                        _("The placement ended unplanned."), _("Record"), row.due_on, "disruption")  # fmt: skip
    elif actor.role is Role.HEAD_OF_SERVICE and actor.holds(P.DECISION_READ):
        late = disruptions(actor).filter(held_on=None, due_on__lt=actor.today).order_by("due_on")
        if first := late.first():
            yield Duty(
                title=_("Disruption meetings are overdue: %(count)s") % {"count": late.count()},
                why=_("Nobody has recorded that they were held."), verb=_("Look at them"), due=first.due_on,
                url=f"{reverse('disruptions')}?state=overdue", kind="decision.disruptions_overdue",
            )  # fmt: skip


@duty_source
def notices_without_a_home(actor: Actor) -> Iterator[Duty]:
    """Notices that stand and for whose children no next home is found: one line for whoever looks after them all."""
    if actor.role not in (Role.PLACEMENT_OFFICER, Role.SENIOR_PRACTITIONER, Role.HEAD_OF_SERVICE):
        return
    rows = without_a_home(notices(actor)).order_by("leaves_on") if actor.holds(P.DECISION_READ) else None
    if rows is not None and (first := rows.first()):
        count = rows.count()
        yield Duty(
            title=ngettext("%(count)s notice, and no next home", "%(count)s notices, and no next home", count) % {"count": count},
            why=_("The first children leave by %(day)s.") % {"day": say_day(first.leaves_on)}, verb=_("Look at them"),
            url=f"{reverse('notices_given')}?state=no_home", due=first.leaves_on, kind="decision.notices",
        )  # fmt: skip

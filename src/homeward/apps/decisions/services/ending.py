"""Notice, the end, and what is owed when nobody planned it."""

from __future__ import annotations

import datetime as dt

from django.utils import timezone

from homeward.apps.accounts.actors import Actor
from homeward.apps.accounts.permissions import Permission as P
from homeward.apps.accounts.roles import Role
from homeward.apps.core import audit
from homeward.apps.core.calendars import public_holidays
from homeward.apps.core.notices import saying
from homeward.apps.core.refusals import refuse_if
from homeward.apps.core.vocabulary import code_list, is_code, label_of
from homeward.apps.core.writing import hold, permit, service
from homeward.apps.decisions.facts import contract_of
from homeward.apps.decisions.machine import MACHINE
from homeward.apps.decisions.models import (
    ContractChild,
    ContractVariation,
    Decision,
    Disruption,
    NoticeGiven,
)
from homeward.apps.decisions.services.following import open_next_referral
from homeward.apps.decisions.services.taking import nameless, take, tell_in, tell_provider
from homeward.apps.decisions.services.varying import let_variations_go
from homeward.apps.local_policy.queries import pack_of
from homeward.apps.placements.services import end_placement
from homeward.apps.searches.services import release_offer
from homeward.engine.standing.moments import working_days_after
from homeward.kernel.reasons import Reason
from homeward.policy import PolicyValueError

KINDS, NOTICE_DAYS, MEETING = "notice_kinds", "contracts.notice_days", "contracts.disruption_meeting"
NOTICE = "Notice cannot be given"
V = ContractVariation.State


def notice_days(decision: Decision, kind: str, on: dt.date) -> int | None:
    """Days of notice on a ground: the contract's own for a planned end, else the policy's; None where neither says."""
    contract = getattr(decision, "contract", None)
    if kind == "planned" and contract is not None:
        return int(contract.notice_days)
    try:
        return int(str(pack_of(decision.body).policy().look(NOTICE_DAYS, on=on, key=kind).value))
    except PolicyValueError:
        return None


@service("let_home_go", "This home cannot be let go")
def let_home_go(*, decision: Decision, reason: str, by: Actor) -> Decision:
    """The children will not come after all, whoever has signed: the place is free again, the search goes on.

    What is owed for a contract that never began no source says: the sides settle it outside.
    """
    what = "This home cannot be let go"
    contract = contract_of(decision)
    if contract is not None:
        let_variations_go(contract, (V.PROPOSED, V.IN_FORCE), reason.strip(), by)
        hold(contract)  # before the decision, as whoever signs does
    take(decision, by, P.DECISION_CARRY_OUT, what, promising=True)
    refuse_if(
        what, [*MACHINE.why_not("let_go", decision, by, reason=reason), *nameless(decision, reason=reason)]
    )
    MACHINE.make("let_go", decision, by, reason=reason, note=reason.strip())
    decision.offer = release_offer(offer=decision.offer, reason=reason, by=by)
    audit.record(by, "let_home_go", decision, reason=reason.strip())
    of = {"referral": decision.search.referral}
    tell_in(decision, (Role.HEAD_OF_SERVICE, Role.PLACEMENT_OFFICER),
            saying("Referral %(referral)s: the children will not come, the search goes on", **of), by, reason)  # fmt: skip
    tell_provider(
        decision, saying("Referral %(referral)s: the children will not come to your home", **of), reason
    )
    return decision


@service("give_notice", NOTICE)
def give_notice(
    *, decision: Decision, kind: str, given_on: dt.date, leaves_on: dt.date | None = None, words: str, changed: str = "",
    by: Actor,
) -> NoticeGiven:  # fmt: skip
    """Either side ends the contract. A new referral is opened from the last, with what changed, so that the search can begin."""
    permit(by.holds(P.CONTRACT_SIGN) or by.holds(P.DECISION_CARRY_OUT), NOTICE)
    take(decision, by, P.DECISION_READ, NOTICE)
    MACHINE.check("give_notice", decision, by)
    body, known = decision.body, is_code(decision.body, KINDS, kind, given_on)
    days = notice_days(decision, kind, given_on) if known else None
    first = given_on + dt.timedelta(days=days or 0)
    leaves = leaves_on or first
    refuse_if(NOTICE, [
        None if known else Reason("notice.kind_unknown", {"kind": kind, "field": "kind"}),
        Reason("notice.no_value", {"kind": label_of(body, KINDS, kind), "path": NOTICE_DAYS, "field": "kind"})
        if known and days is None else None,
        Reason("notice.future", {"day": given_on.isoformat(), "field": "given_on"}) if given_on > by.today else None,
        Reason("notice.too_soon", {"days": days, "day": first.isoformat(), "field": "leaves_on"}) if leaves < first else None,
        None if words.strip() else Reason("decision.words_missing", {"field": "words"}),
        *nameless(decision, words=words, changed=changed),
    ])  # fmt: skip
    assert days is not None
    MACHINE.make("give_notice", decision, by)
    side = NoticeGiven.Side.PROVIDER if by.is_provider else NoticeGiven.Side.BODY
    made = NoticeGiven.objects.create(
        body=body, decision=decision, side=side, kind=kind, given_on=given_on, days=days, leaves_on=leaves,
        words=words.strip(), changed=changed.strip(), by=by.user,
    )  # fmt: skip
    made.referral = open_next_referral(decision, made, by)
    made.save(update_fields=["referral"])
    audit.record(
        by, "give_notice", decision, reason=words.strip(), side=side.value, leaves_on=leaves.isoformat()
    )
    title = saying(
        "Notice for the placement of referral %(referral)s: a new home is needed",
        referral=decision.search.referral,
    )
    tell_in(decision, (Role.PLACEMENT_OFFICER, Role.HEAD_OF_SERVICE), title, by)
    if not by.is_provider:
        tell_provider(
            decision,
            saying(
                "%(authority)s gives notice for referral %(referral)s",
                authority=body.name,
                referral=decision.search.referral,
            ),
            words.strip(),
        )
    return made


@service("take_notice_back", "This notice cannot be taken back")
def take_notice_back(*, decision: Decision, reason: str, by: Actor) -> Decision:
    """The placement goes on after all. The referral that was opened stays; it is withdrawn by itself if nobody needs it."""
    take(decision, by, P.DECISION_CARRY_OUT, "This notice cannot be taken back")
    MACHINE.make("take_notice_back", decision, by, reason=reason)
    for notice in NoticeGiven.objects.filter(decision=decision, withdrawn_at=None):
        notice.withdrawn_at = timezone.now()
        notice.save(update_fields=["withdrawn_at"])
    audit.record(by, "take_notice_back", decision, reason=reason.strip())
    return decision


@service("end_decision", "This placement cannot be ended")
def end_decision(*, decision: Decision, on: dt.date, end_reason: str, words: str = "", by: Actor) -> Decision:
    """The children left on a day. An end nobody planned owes a disruption meeting within the pack's days."""
    what = "This placement cannot be ended"
    contract = contract_of(decision)
    if contract is not None:
        let_variations_go(contract, (V.PROPOSED,), "The placement ended.", by)
    take(decision, by, P.DECISION_CARRY_OUT, what)
    body = decision.body
    known = is_code(body, "end_reasons", end_reason, on)
    refuse_if(what, [
        None if known else Reason("ending.reason_unknown", {"code": end_reason, "field": "end_reason"}),
        Reason("ending.before_start", {"start": decision.start_on.isoformat(), "field": "on"})
        if on < decision.start_on else None,
        Reason("notice.future", {"day": on.isoformat(), "field": "on"}) if on > by.today else None,
    ])  # fmt: skip
    listed = code_list(body, "end_reasons")
    planned = bool(listed and listed.attribute(end_reason, "planned"))
    children = ContractChild.objects.filter(contract__decision=decision, placement__isnull=False)
    for child in children.select_related("placement").order_by("pk"):
        placement = child.placement
        if placement is not None and (placement.stay.end is None or placement.stay.end > on):
            end_placement(placement=placement, on=on, end_reason=end_reason, by=by)
    MACHINE.make(
        "end", decision, by, ended_on=on, end_reason=end_reason, was_planned=planned, note=words.strip()
    )
    if not planned:
        Disruption.objects.create(body=body, decision=decision, due_on=_meeting_due(decision, on))
    audit.record(by, "end_decision", decision, reason=words.strip(), code=end_reason, planned=planned)
    tell_provider(
        decision,
        saying(
            "The placement of referral %(referral)s is recorded as ended", referral=decision.search.referral
        ),
    )
    return decision


def _meeting_due(decision: Decision, on: dt.date) -> dt.date:
    """A policy without days lets it fall due at once: it is owed all the same."""
    pack = pack_of(decision.body)
    used = pack.policy().look_or_none(MEETING, on=on) if MEETING in pack.parameters else None
    return on if used is None else working_days_after(on, int(str(used.value)), public_holidays(pack))


@service("hold_disruption", "This meeting cannot be recorded")
def hold_disruption(
    *, disruption: Disruption, on: dt.date, present: str, learned: str, by: Actor
) -> Disruption:
    """The meeting was held: who took part, and what is learned for the next home."""
    what = "This meeting cannot be recorded"
    decision = disruption.decision
    take(decision, by, P.DECISION_CARRY_OUT, what)
    disruption.refresh_from_db()
    refuse_if(what, [
        Reason("ending.held", {"day": disruption.held_on.isoformat()}) if disruption.held_on else None,
        Reason("notice.future", {"day": on.isoformat(), "field": "on"}) if on > by.today else None,
        None if present.strip() else Reason("decision.words_missing", {"field": "present"}),
        None if learned.strip() else Reason("decision.words_missing", {"field": "learned"}),
        *nameless(decision, present=present, learned=learned),
    ])  # fmt: skip
    disruption.held_on, disruption.held_by = on, by.user
    disruption.present, disruption.learned = present.strip(), learned.strip()
    disruption.save()
    audit.record(by, "hold_disruption", decision)
    return disruption

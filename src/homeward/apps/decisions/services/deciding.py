"""Proposing an offer, deciding on it, accepting it. Whoever asks is never the one who decides."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence

from django.urls import reverse
from django.utils import timezone

from homeward.apps.accounts.actors import Actor
from homeward.apps.accounts.models import Membership, User
from homeward.apps.accounts.permissions import TABLE
from homeward.apps.accounts.permissions import Permission as P
from homeward.apps.accounts.queries.whom import people_in
from homeward.apps.accounts.roles import Role
from homeward.apps.accounts.scopes import may
from homeward.apps.core import audit
from homeward.apps.core.notices import saying, tell
from homeward.apps.core.refusals import refuse_if
from homeward.apps.core.writing import permit, service
from homeward.apps.decisions.facts import ask
from homeward.apps.decisions.machine import MACHINE, WHO, a_yes, against
from homeward.apps.decisions.models import Agreed, Decision
from homeward.apps.decisions.models.decisions import CLOSED
from homeward.apps.decisions.services.taking import binding_of, take, tell_in, tell_provider
from homeward.apps.local_policy.queries import pack_of
from homeward.apps.searches import services as searches
from homeward.apps.searches.facts import match_facts
from homeward.apps.searches.models import Offer
from homeward.apps.searches.obstacles import reasons_of as in_words
from homeward.apps.searches.scoring import record_of
from homeward.engine.matching.choice import Choice
from homeward.engine.matching.decide import decide as decide_match
from homeward.engine.matching.facts import ChoiceFact
from homeward.kernel.reasons import Reason

S, Kind = Decision.State, Agreed.Kind
DECIDERS = (Role.HEAD_OF_SERVICE,)
OFFICERS = (Role.PLACEMENT_OFFICER,)
PLACES = {Kind.OUT_OF_AREA: "out_of_area", Kind.AT_A_DISTANCE: "at_a_distance"}


@service("propose_placement", "This offer cannot be proposed")
def propose_placement(
    *, offer: Offer, start_on: dt.date, ends_on: dt.date | None = None, reason: str = "", split_reason: str = "", by: Actor
) -> Decision:  # fmt: skip
    """Put a shortlisted offer to the head of service. Passing over a better scored or ranked one needs a reason."""
    what = "This offer cannot be proposed"
    permit(by.holds(P.DECISION_PROPOSE) and may(by, P.SEARCH_READ, offer.invitation.search), what)
    offer, search, _ = searches.hold_place(offer)
    live = search.decisions.exclude(state__in=CLOSED).select_related("offer__home").first()
    refuse_if(what, [
        Reason("decision.not_shortlisted", {"state": offer.get_state_display()})
        if offer.state != Offer.State.SHORTLISTED else None,
        Reason("decision.stands", {"home": live.offer.home.name, "state": live.get_state_display()}) if live else None,
        Reason("decision.start_past", {"day": start_on.isoformat(), "field": "start_on"}) if start_on < by.today else None,
        Reason("decision.ends_before", {"day": ends_on.isoformat(), "field": "ends_on"})
        if ends_on is not None and ends_on <= start_on else None,
    ])  # fmt: skip
    facts = match_facts(search, ChoiceFact(candidate=offer.public_id, reason=reason.strip()))
    found = decide_match(facts, pack_of(search.body).policy())
    assert found.choice is not None
    refuse_if(what, _against_choice(found.choice, offer))
    made = Decision.objects.create(
        body=search.body, organisation=offer.organisation, search=search, offer=offer, requested_by=by.user,
        reason=reason.strip(), split_reason=split_reason.strip(), start_on=start_on, ends_on=ends_on,
        choice={
            **found.choice.to_json(), "scores": {m.candidate.id: m.to_json()["score"] for m in found.matches},
            "by_marks": record_of(search, offer),
        },
    )  # fmt: skip
    audit.record(by, "propose_placement", made, offer=offer.public_id, reason=reason.strip())
    tell_in(
        made,
        DECIDERS,
        saying("Referral %(referral)s: a home waits for your decision", referral=search.referral),
        by,
    )
    return made


def _against_choice(choice: Choice, offer: Offer) -> Sequence[Reason]:
    if choice.status == "excluded":
        return in_words(offer.body, choice.excluded_by)
    if choice.is_allowed:
        return []
    over = Offer.objects.filter(public_id__in={*choice.by_score, *choice.by_rank}).select_related("home")
    homes = ", ".join(sorted(o.home.name for o in over))
    return [Reason("decision.passed_over", {"homes": homes, "field": "reason"})]


@service("decide_placement", "This placement cannot be decided")
def decide_placement(*, decision: Decision, agree: bool, reason: str = "", by: Actor) -> Decision:
    """Agree or refuse. After a verbal yes in an emergency this confirms it, whatever has begun meanwhile."""
    what = "This placement cannot be decided"
    take(decision, by, P.DECISION_DECIDE, what, promising=True)
    verbal = Agreed.objects.filter(
        decision=decision, kind=Kind.VERBAL, past_at=None, confirmed_at=None
    ).first()
    if decision.state in (S.PROPOSED, S.RETURNED, S.AGREED):
        _decide(decision, agree, reason, by)
    else:
        open_ = verbal is not None and decision.is_live
        closed = Reason("decision.closed", {"state": decision.get_state_display()})
        refuse_if(what, [None if open_ else closed, *against(a_yes(decision, by), "start", WHO)])
    outcome = Agreed.Outcome.AGREED if agree else Agreed.Outcome.REFUSED
    given = a_yes(decision, by, outcome=outcome, reason=reason.strip())
    given.save()
    if verbal is not None and agree:
        verbal.confirmed_at = given.at
        verbal.save(update_fields=["confirmed_at"])
    audit.record(
        by, "confirm_verbal" if verbal else "decide_placement", decision, outcome=outcome.value, reason=reason
    )
    of = {"referral": decision.search.referral}
    title = (
        saying("Referral %(referral)s: the head of service agreed", **of)
        if agree
        else saying("Referral %(referral)s: the head of service refused", **of)
    )
    tell_in(decision, OFFICERS, title, by, reason)
    return decision


def _decide(decision: Decision, agree: bool, reason: str, by: Actor) -> None:
    held = decision.state == S.RETURNED
    if not agree:
        MACHINE.make("refuse", decision, by, reason=reason, note=reason.strip())
        if held:
            searches.release_offer(offer=decision.offer, reason=reason.strip(), by=by)
            tell_provider(
                decision,
                saying(
                    "%(authority)s does not go on with your offer for referral %(referral)s",
                    authority=decision.body.name,
                    referral=decision.search.referral,
                ),
            )
        return
    MACHINE.make(
        "agree_again" if held else "agree", decision, by, **({"returned_because": ""} if held else {})
    )


@service("record_verbal", "This approval cannot be recorded")
def record_verbal_approval(
    *, decision: Decision, who: User, at: dt.datetime, reason: str = "", by: Actor
) -> Agreed:
    """Write down, in an emergency, that somebody entitled agreed by word of mouth: who, when. To be confirmed in time."""
    what = "This approval cannot be recorded"
    take(decision, by, P.DECISION_CARRY_OUT, what, promising=True)
    role = deciding_role(decision, who)
    moment = timezone.localtime(at).isoformat(timespec="minutes")
    refuse_if(what, [
        Reason("decision.closed", {"state": decision.get_state_display()}) if not decision.is_live else None,
        Reason("decision.role_unknown", {"who": who.name, "field": "who"}) if role is None else None,
        Reason("decision.in_future", {"day": moment, "field": "at"}) if at > timezone.now() else None,
    ])  # fmt: skip
    given = Agreed(
        body=decision.body, decision=decision, kind=Kind.VERBAL, by=who, role=role or "", at=at, reason=reason.strip(),
        recorded_by=by.user,
    )  # fmt: skip
    refuse_if(what, against(given, "accept", (*WHO, "verbal_not_emergency")))
    given.save()
    audit.record(by, "record_verbal", decision, who=who.name, at=moment)
    tell_in(
        decision,
        DECIDERS,
        saying(
            "Referral %(referral)s: confirm what you agreed by word of mouth",
            referral=decision.search.referral,
        ),
        by,
    )
    return given


def deciding_role(decision: Decision, who: User) -> str | None:
    """In which role a person could decide on this placement today."""
    roles = [r for r, row in TABLE.items() if P.DECISION_DECIDE in row]
    held = Membership.objects.filter(user=who, body=decision.body, role__in=roles).active_on(
        decision.body.today
    )
    order = {Role.HEAD_OF_SERVICE: 0}
    return min((m.role for m in held), key=lambda r: order.get(Role(r), 1), default=None)


@service("approve_place", "This cannot be approved")
def approve_place(*, decision: Decision, kind: str, reason: str, by: Actor) -> Agreed:
    """Approve a placement out of area or at a distance, in the role the pack asks for."""
    what = "This cannot be approved"
    take(decision, by, P.DECISION_DECIDE, what, promising=True)
    permit(kind in PLACES, what)
    where = ask(decision, "contract").match.where
    needed = where.at_a_distance if kind == Kind.AT_A_DISTANCE else where.out_of_area
    given = a_yes(decision, by, kind, reason=reason.strip())
    codes = (
        "requester_decides",
        "distance_not_approved" if kind == Kind.AT_A_DISTANCE else "out_of_area_not_approved",
    )
    refuse_if(what, [
        Reason("decision.closed", {"state": decision.get_state_display()}) if not decision.is_live else None,
        None if needed else Reason("decision.not_needed", {}),
        None if reason.strip() else Reason("decision.reason_missing", {"field": "reason"}),
        *(against(given, "contract", codes) if needed else []),
    ])  # fmt: skip
    given.save()
    audit.record(by, "approve_place", decision, kind=kind, reason=reason.strip())
    tell_in(
        decision,
        OFFICERS,
        saying(
            "Approved for referral %(referral)s: %(what)s",
            referral=decision.search.referral,
            what=Kind(kind).label,
        ),
        by,
    )
    return given


@service("withdraw_decision", "This proposal cannot be taken back")
def withdraw_decision(*, decision: Decision, reason: str, by: Actor) -> Decision:
    """Take a proposal back before the offer is accepted; another may be proposed."""
    take(decision, by, P.DECISION_PROPOSE, "This proposal cannot be taken back")
    MACHINE.make("withdraw", decision, by, reason=reason, note=reason.strip())
    audit.record(by, "withdraw_decision", decision, reason=reason.strip())
    return decision


@service("accept_offer", "This offer cannot be accepted")
def accept_offer(
    *, decision: Decision, feedback: Mapping[str, searches.Feedback] | None = None, by: Actor
) -> Decision:
    """Accept the offer: the place is promised, every other provider is told why not, and loses the referral."""
    take(decision, by, P.DECISION_CARRY_OUT, "This offer cannot be accepted", promising=True)
    MACHINE.make("accept", decision, by, accepted_at=timezone.now())
    decision.offer = searches.choose_offer(offer=decision.offer, feedback=feedback, by=by)
    audit.record(by, "accept_offer", decision, organisation_id=decision.organisation_id)
    tell_provider(
        decision,
        saying(
            "%(authority)s accepts your offer for referral %(referral)s",
            authority=decision.body.name,
            referral=decision.search.referral,
        ),
    )
    tell_others(decision)
    return decision


def tell_others(decision: Decision) -> None:
    """Every provider that answered and was not chosen learns that the referral is filled, and reads why not."""
    others = decision.search.invitations.exclude(organisation=decision.organisation).select_related(
        "organisation"
    )
    bodies = binding_of(decision)
    for invitation in others:
        for body in bodies:
            managers = people_in(
                [Role.PROVIDER_MANAGER], body=body, organisation_id=invitation.organisation_id
            )
            tell(
                managers, body=body, title=saying("Referral %(referral)s is filled", referral=decision.search.referral),
                text=saying("Another home was chosen. Open it to read why yours was not."),
                url=reverse("invitation", args=[invitation.public_id]), organisation_id=invitation.organisation_id,
            )  # fmt: skip

"""The waiver of a scored choice's gateway: asked by one person, given or refused by the office the policy names."""

from __future__ import annotations

from django.urls import reverse
from django.utils import timezone

from homeward.apps.accounts.actors import Actor
from homeward.apps.accounts.permissions import Permission as P
from homeward.apps.accounts.queries.whom import people_in
from homeward.apps.accounts.roles import Role
from homeward.apps.core import audit
from homeward.apps.core.notices import saying, tell
from homeward.apps.core.refusals import refuse_if
from homeward.apps.core.vocabulary import label_of
from homeward.apps.core.writing import service
from homeward.apps.inspections.models import Inspection
from homeward.apps.inspections.queries import latest
from homeward.apps.referrals.content import children_of, unnamed
from homeward.apps.searches.models import GatewayWaiver, Offer, Scoring, Search
from homeward.apps.searches.scoring import (
    WAIVER_ROLES,
    decided,
    facts_of,
    reasons_of,
    unscored,
    waiving_office,
    waiving_role,
)
from homeward.apps.searches.services.locking import locked
from homeward.engine.refusal import Refusal
from homeward.kernel.reasons import Reason

State = GatewayWaiver.State
ASK, DECIDE, TAKE_BACK = (
    "A waiver cannot be asked for", "This waiver cannot be decided", "This question cannot be taken back",
)  # fmt: skip


@service("ask_waiver", ASK)
def ask_waiver(*, offer: Offer, reason: str, by: Actor) -> GatewayWaiver:
    """Ask that an offer be scored in spite of its latest inspection. Refused where the gateway does not keep it out."""
    search = locked(offer.invitation.search, by, ASK, P.SCORING_WRITE)
    scoring = Scoring.objects.filter(search=search, state=Scoring.State.OPEN).select_related("body").first()
    inspection = latest(search.body, [offer.home], search.body.today).of(offer.home)
    refuse_if(
        ASK,
        [
            None if scoring else Reason("scoring.none_open", {}),
            *_open_to(offer, inspection),
            None if reason.strip() else Reason("scoring.why_missing", {"field": "reason"}),
            *unnamed(children_of(search.referral), reason=reason),
        ],
    )
    assert scoring is not None and inspection is not None
    scoring.search = search
    refuse_if(
        ASK, [None if _fails(scoring, offer) else Reason("scoring.not_kept_out", {"home": offer.home.name})]
    )
    made = GatewayWaiver.objects.create(
        body=search.body, organisation=offer.organisation, offer=offer, inspection=inspection,
        reason=reason.strip(), asked_by=by.user,
    )  # fmt: skip
    audit.record(by, "ask_waiver", search, offer=offer.public_id, reason=made.reason)
    role = waiving_role(search.body)
    people = people_in([Role(role)] if role in Role.values else [], body=search.body, organisation_id=None)
    tell(
        [u for u in people if u.pk != by.user.pk], body=search.body, url=reverse("gateway_waiver", args=[made.public_id]),
        title=saying("Referral %(referral)s: may %(home)s be scored?", referral=search.referral, home=offer.home.name),
    )  # fmt: skip
    return made


def _open_to(offer: Offer, inspection: Inspection | None) -> list[Reason]:
    found = []
    if offer.state not in Offer.LIVE:
        found.append(Reason("scoring.not_its_offer", {"home": offer.home.name}))
    if inspection is None:
        found.append(Reason("scoring.not_kept_out", {"home": offer.home.name}))
        return found
    rows = GatewayWaiver.objects.filter(offer=offer, inspection=inspection)
    same = rows.filter(state__in=(State.ASKED, State.GIVEN)).first()
    if same is not None:
        found.append(Reason("scoring.waiver_stands", {"state": same.get_state_display()}))
    return found


def _fails(scoring: Scoring, offer: Offer, waiver: GatewayWaiver | None = None) -> set[str]:
    """What the gateway has against an offer, with a waiver as if it were given."""
    facts = facts_of(scoring, waivers=[waiver] if waiver else [])
    try:
        reasons = unscored(decided(scoring, facts)).get(offer.public_id, [])
    except Refusal as refusal:
        refuse_if(DECIDE if waiver else ASK, reasons_of(refusal, scoring.search))
        raise
    return {r["code"] for r in reasons if r["code"].startswith(("gateway", "waiver"))}


@service("give_waiver", DECIDE)
def give_waiver(*, waiver: GatewayWaiver, reason: str, by: Actor) -> GatewayWaiver:
    """Let the offer be scored. By the office the policy names, with a reason, never by whoever asked."""
    waiver, search, scoring = _to_decide(waiver, reason, by)
    _fill(waiver, State.GIVEN, reason, by)
    if scoring is not None and (faults := _fails(scoring, waiver.offer, waiver)):
        office = label_of(search.body, WAIVER_ROLES, waiving_office(search.body))
        told = {"office": office, "role": by.role.label, "home": waiver.offer.home.name}
        code = (
            "scoring.another_waives" if "waiver_by_another_role" in faults else "scoring.waiver_does_not_hold"
        )
        refuse_if(DECIDE, [Reason(code, told)])
    return _saved(waiver, search, by, "give_waiver", reason)


@service("refuse_waiver", DECIDE)
def refuse_waiver(*, waiver: GatewayWaiver, reason: str, by: Actor) -> GatewayWaiver:
    """The offer stays out of the choice by marks. It can still be compared and chosen."""
    waiver, search, _scoring = _to_decide(waiver, reason, by)
    office = label_of(search.body, WAIVER_ROLES, waiving_office(search.body))
    other = Reason("scoring.another_waives", {"office": office, "role": by.role.label})
    refuse_if(DECIDE, [None if str(by.role) == waiving_role(search.body) else other])
    _fill(waiver, State.REFUSED, reason, by)
    return _saved(waiver, search, by, "refuse_waiver", reason)


@service("take_back_waiver", TAKE_BACK)
def take_back_waiver(*, waiver: GatewayWaiver, by: Actor) -> GatewayWaiver:
    """The question is no longer needed. It can be asked again."""
    search = locked(waiver.offer.invitation.search, by, TAKE_BACK, P.SCORING_WRITE)
    waiver = GatewayWaiver.objects.select_for_update(of=("self",)).get(pk=waiver.pk)
    already = Reason("scoring.waiver_decided", {"state": waiver.get_state_display()})
    refuse_if(TAKE_BACK, [None if waiver.state == State.ASKED else already])
    waiver.state = State.TAKEN_BACK
    waiver.save(update_fields=["state"])
    audit.record(by, "take_back_waiver", search, offer=waiver.offer.public_id)
    return waiver


def take_waivers_back(search: Search) -> None:
    """Nobody answers a question about the gateway of a choice by marks that is left. What was decided stays."""
    asked = GatewayWaiver.objects.filter(offer__invitation__search=search, state=State.ASKED)
    for waiver in asked.select_for_update(of=("self",)).order_by("pk"):
        waiver.state = State.TAKEN_BACK
        waiver.save(update_fields=["state"])


def _to_decide(waiver: GatewayWaiver, reason: str, by: Actor) -> tuple[GatewayWaiver, Search, Scoring | None]:
    search = locked(waiver.offer.invitation.search, by, DECIDE, P.SCORING_WAIVE)
    rows = GatewayWaiver.objects.select_for_update(of=("self",))
    waiver = rows.select_related("asked_by", "body", "offer__home", "inspection").get(pk=waiver.pk)
    scoring = Scoring.objects.filter(search=search, state=Scoring.State.OPEN).select_related("body").first()
    if scoring is not None:
        scoring.search = search
    own = Reason("scoring.own_waiver", {"name": by.user.name})
    refuse_if(
        DECIDE,
        [
            own if waiver.asked_by_id == by.user.pk else None,
            None if waiver.state == State.ASKED
            else Reason("scoring.waiver_decided", {"state": waiver.get_state_display()}),
            None if scoring else Reason("scoring.none_open", {}),
            None if reason.strip() else Reason("scoring.why_missing", {"field": "reason"}),
            *unnamed(children_of(search.referral), reason=reason),
        ],
    )  # fmt: skip
    return waiver, search, scoring


def _fill(waiver: GatewayWaiver, state: str, reason: str, by: Actor) -> None:
    waiver.state, waiver.note, waiver.decided_by = state, reason.strip(), by.user
    waiver.decided_at, waiver.decided_as = timezone.now(), str(by.role)


def _saved(waiver: GatewayWaiver, search: Search, by: Actor, action: str, reason: str) -> GatewayWaiver:
    waiver.save()
    audit.record(
        by, action, search, offer=waiver.offer.public_id, reason=reason.strip(), role=waiver.decided_as
    )
    told = {"referral": search.referral, "home": waiver.offer.home.name}
    if waiver.state == State.GIVEN:
        title = saying("Referral %(referral)s: the waiver for %(home)s is given", **told)
    else:
        title = saying("Referral %(referral)s: the waiver for %(home)s is refused", **told)
    tell(
        [waiver.asked_by],
        body=search.body,
        url=reverse("gateway_waiver", args=[waiver.public_id]),
        title=title,
    )
    return waiver

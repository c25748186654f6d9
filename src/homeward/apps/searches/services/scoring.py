"""A choice by marks: opened on offers that are closed, marked with reasons, published once, and then left as it is."""

from __future__ import annotations

from decimal import Decimal

from django.db.models import Max
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
from homeward.apps.referrals.content import children_of, unnamed
from homeward.apps.searches.facts import live_offers
from homeward.apps.searches.machine_scoring import MACHINE
from homeward.apps.searches.models import Offer, OfferMark, Scoring, Search
from homeward.apps.searches.scoring import (
    decided,
    digest_of,
    facts_of,
    marking_roles,
    own_part,
    reasons_of,
    unscored,
    why_not,
)
from homeward.apps.searches.services.locking import locked
from homeward.apps.searches.services.waiving import take_waivers_back
from homeward.engine.refusal import Refusal
from homeward.kernel.reasons import Reason

State = Scoring.State
OPEN, MARK, PUBLISH, TAKE_BACK = (
    "A choice by marks cannot be opened", "These marks cannot be given", "This choice by marks cannot be published",
    "This choice by marks cannot be taken back",
)  # fmt: skip


@service("open_scoring", OPEN)
def open_scoring(*, search: Search, reason: str = "", by: Actor) -> Scoring:
    """Open a choice by marks among the offers of a search whose answers are closed.

    Refused where the children need the home too soon, by the policy's days. After one was published `reason` says why
    there is to be another.
    """
    search = locked(search, by, OPEN, P.SCORING_WRITE)
    rows = Scoring.objects.filter(search=search)
    refuse_if(OPEN, why_not_open(search, reason))
    made = Scoring(
        body=search.body, search=search, number=(rows.aggregate(last=Max("number"))["last"] or 0) + 1,
        reason=reason.strip(), opened_by=by.user,
    )  # fmt: skip
    made.save()
    refuse_if(OPEN, why_not(made))
    audit.record(by, "open_scoring", search, number=made.number, reason=reason.strip())
    roles = [Role(code) for code in marking_roles(made) if code in Role.values]
    people = people_in(roles, body=search.body, organisation_id=None)
    tell(
        [u for u in people if u.pk != by.user.pk], body=search.body, url=reverse("scoring", args=[made.public_id]),
        title=saying("Referral %(referral)s: give marks to the offers", referral=search.referral),
    )  # fmt: skip
    return made


def why_not_open(search: Search, reason: str) -> list[Reason | None]:
    """Every reason against opening one, but for what the rule itself says."""
    rows = Scoring.objects.filter(search=search)
    compared = search.state == Search.State.SHORTLIST
    again = rows.filter(state=State.PUBLISHED).exists()
    return [
        None if compared else Reason("scoring.not_compared", {"state": search.get_state_display()}),
        None if not compared or live_offers(search) else Reason("scoring.no_offers", {}),
        Reason("scoring.stands", {}) if rows.filter(state=State.OPEN).exists() else None,
        Reason("scoring.reason_missing", {"field": "reason"}) if again and not reason.strip() else None,
        *unnamed(children_of(search.referral), reason=reason),
    ]


@service("mark_offer", MARK)
def mark_offer(*, scoring: Scoring, offer: Offer, skills: Decimal, reason: str, by: Actor) -> OfferMark:
    """Give an offer its marks for the skills of the carers, with a reason its provider reads once a home is chosen.

    By the role the policy names. Marks given before give way while it is open; their history stays.
    """
    scoring = _locked(scoring, by, P.SCORING_MARK, MARK)
    live = {row.pk: row for row in live_offers(scoring.search)}
    row = OfferMark.objects.filter(scoring=scoring, offer=offer).first() or OfferMark(
        body=scoring.body, organisation=offer.organisation, scoring=scoring, offer=offer
    )
    row.skills, row.reason, row.given_by = skills, reason.strip(), by.user
    row.given_at, row.given_as = timezone.now(), str(by.role)
    refuse_if(
        MARK,
        [
            *MACHINE.why_not("mark", scoring, by),
            None if offer.pk in live else Reason("scoring.not_its_offer", {"home": offer.home.name}),
            None if reason.strip() else Reason("scoring.why_missing", {"field": "reason"}),
            *unnamed(children_of(scoring.search.referral), reason=reason),
            Reason("scoring.below_nothing", {"field": "skills"}) if skills < 0 else None,
        ],
    )
    refuse_if(MARK, _against(scoring, row))
    row.save()
    audit.record(
        by, "mark_offer", scoring.search, offer=offer.public_id, skills=str(skills), reason=row.reason
    )
    return row


def _against(scoring: Scoring, row: OfferMark) -> list[Reason]:
    """What the rule says of these marks, as if they were saved: too many, or not this role's to give."""
    try:
        result = decided(scoring, facts_of(scoring, marks=[row]))
    except Refusal as refusal:
        return reasons_of(refusal, scoring.search)
    codes = {reason["code"] for reason in unscored(result).get(row.offer.public_id, ())}
    if "marks_by_another_role" not in codes:
        return []
    names = [label_of(scoring.body, "marking_roles", code) for code in marking_roles(scoring)]
    return [Reason("scoring.another_marks", {"who": ", ".join(names), "role": row.given_as})]


@service("publish_scoring", PUBLISH)
def publish_scoring(*, scoring: Scoring, by: Actor) -> Scoring:
    """Work it out by the rule and keep facts and result as they are now. An earlier one is replaced and stays readable."""
    scoring = _locked(scoring, by, P.SCORING_WRITE, PUBLISH)
    MACHINE.check("publish", scoring, by)
    facts = facts_of(scoring)
    try:
        result = decided(scoring, facts)
    except Refusal as refusal:
        refuse_if(PUBLISH, reasons_of(refusal, scoring.search))
        raise
    before = Scoring.objects.select_for_update().filter(search=scoring.search, state=State.PUBLISHED).first()
    if before is not None:
        MACHINE.make("replace", before, by)
    now = timezone.now()
    MACHINE.make(
        "publish", scoring, by, published_at=now, published_by=by.user, facts=facts, result=result,
        digest=digest_of([facts, result]),
    )  # fmt: skip
    _keep_own(scoring, result)
    audit.record(by, "publish_scoring", scoring.search, number=scoring.number, digest=scoring.digest)
    return scoring


def _keep_own(scoring: Scoring, result: dict[str, object]) -> None:
    """What each provider may read once a home is chosen, cut out now so that nothing later can tell more."""
    rows = {row.offer_id: row for row in scoring.marks.all()}
    for offer in live_offers(scoring.search):
        row = rows.get(offer.pk) or OfferMark(
            body=scoring.body, organisation=offer.organisation, scoring=scoring, offer=offer
        )
        row.own, row.is_kept = own_part(result, offer.public_id), True
        row.save()


@service("take_back_scoring", TAKE_BACK)
def take_back_scoring(*, scoring: Scoring, reason: str, by: Actor) -> Scoring:
    """Leave an open one: the offers are compared without marks, and questions about its gateway end. It can be opened again."""
    scoring = _locked(scoring, by, P.SCORING_WRITE, TAKE_BACK)
    told = unnamed(children_of(scoring.search.referral), reason=reason)
    missing = None if reason.strip() else Reason("scoring.why_missing", {"field": "reason"})
    refuse_if(TAKE_BACK, [*MACHINE.why_not("take_back", scoring, by), missing, *told])
    MACHINE.make("take_back", scoring, by, note=reason.strip())
    take_waivers_back(scoring.search)
    audit.record(by, "take_back_scoring", scoring.search, number=scoring.number, reason=reason.strip())
    return scoring


def _locked(scoring: Scoring, by: Actor, permission: P, what: str) -> Scoring:
    """The search first, then its choice by marks: who publishes, marks or opens does so one after the other."""
    search = locked(scoring.search, by, what, permission)
    rows = Scoring.objects.select_for_update(of=("self",)).select_related("body")
    found: Scoring = rows.get(pk=scoring.pk)
    found.search = search
    return found

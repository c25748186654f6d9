"""May a search go outside the framework? The facts of the engine's rule, from the records."""

from __future__ import annotations

import datetime as dt

from django.utils import timezone

from homeward.apps.accounts.actors import Actor
from homeward.apps.accounts.models import Organisation
from homeward.apps.accounts.roles import Role
from homeward.apps.frameworks.models import Admission, LotAdmission
from homeward.apps.frameworks.models.frameworks import usable_frameworks
from homeward.apps.local_policy.queries import pack_of
from homeward.apps.providers.models import Provider
from homeward.apps.restrictions.reach import binding_bodies
from homeward.apps.restrictions.standing import standing_of
from homeward.apps.searches.eligible import told
from homeward.apps.searches.models import Invitation, Offer, Search, Widening
from homeward.apps.searches.obstacles import reasons_of
from homeward.engine.standing.facts import AgreementFact, AnswerFact, WidenFacts
from homeward.engine.standing.may_widen import decide_widening
from homeward.kernel.reasons import Reason

Route = Invitation.Route
HEAD = str(Role.HEAD_OF_SERVICE)


def why_not_ask(search: Search, by: Actor, *, before_deadline: bool) -> list[Reason]:
    """Every reason why the head of service cannot be asked now: as if it agreed, what else is in the way?"""
    now = timezone.now()
    ready = AgreementFact(by="head of service", role=HEAD, at=now, reason="asked")
    facts = _facts(
        search, by.user.name, now, None if before_deadline else ready, ready if before_deadline else None
    )
    return _refusals(search, facts)


def why_not_widen(
    widening: Widening, *, as_: tuple[str, str] | None = None, at: dt.datetime | None = None, reason: str = ""
) -> list[Reason]:
    """Every reason why the search may not go outside now.

    With the agreement given, or as somebody would give it: `as_` says who (public id), and in which role.
    """
    now = at or timezone.now()
    who, role = as_ or (_who(widening), widening.decided_as)
    given = AgreementFact(by=who, role=role, at=widening.decided_at or now, reason=widening.note or reason)
    early = widening.before_deadline
    facts = _facts(
        widening.search, widening.asked_by.public_id, now, None if early else given, given if early else None
    )
    return _refusals(widening.search, facts)


def _who(widening: Widening) -> str:
    return widening.decided_by.public_id if widening.decided_by else ""


def _refusals(search: Search, facts: WidenFacts) -> list[Reason]:
    found = decide_widening(facts, pack_of(search.body).policy())
    return reasons_of(search.body, found.refusals)


def _facts(
    search: Search,
    asked_by: str,
    at: dt.datetime,
    agreed: AgreementFact | None,
    override: AgreementFact | None,
) -> WidenFacts:
    return WidenFacts(
        at=at, referral=search.referral.public_id, urgency=search.referral.urgency, requested_by=asked_by,
        in_house_reason=in_house_reason(search), deadline=framework_deadline(search) or at, answers=answers_of(search),
        agreed=agreed, override=override,
    )  # fmt: skip


def in_house_reason(search: Search) -> str:
    """Why nothing in-house suits; empty while an in-house home is offered and not found unsuitable."""
    offers = Offer.objects.filter(invitation__search=search, invitation__route=Route.IN_HOUSE)
    if offers.filter(state__in=Offer.LIVE).exists():
        return ""
    reasons = [c.reason for c in search.considered.all()]
    return "; ".join([*reasons, *(o.note for o in offers.filter(state=Offer.State.UNSUITABLE))])


def framework_deadline(search: Search) -> dt.datetime | None:
    """Until when the providers of the framework may answer."""
    return max((i.answer_by for i in search.invitations.filter(route=Route.FRAMEWORK)), default=None)


def answers_of(search: Search) -> list[AnswerFact]:
    """What each framework provider answered: a suitable offer stands before one not judged, that before an unsuitable one."""
    rows = (
        search.invitations.filter(route=Route.FRAMEWORK)
        .select_related("organisation")
        .prefetch_related("offers")
    )
    return [_answer(row) for row in rows.order_by("pk")]


def _answer(invitation: Invitation) -> AnswerFact:
    offers = [o for o in invitation.offers.all() if o.state != Offer.State.WITHDRAWN]
    key = invitation.organisation.public_id
    if offers:
        states = {Offer.State(o.state) for o in offers}
        suitable = None if Offer.State.OPEN in states else False
        if states - {Offer.State.OPEN, Offer.State.UNSUITABLE}:
            suitable = True
        bare = any(o.state == Offer.State.UNSUITABLE and not o.note.strip() for o in offers)
        reason = "" if bare else "; ".join(o.note for o in offers if o.note)
        return AnswerFact(provider=key, answer="offered", suitable=suitable, reason=reason)
    if invitation.state == Invitation.State.DECLINED:
        return AnswerFact(provider=key, answer="declined", reason=invitation.decline_reason)
    return AnswerFact(provider=key, answer="none")


def providers_outside(search: Search) -> list[tuple[Organisation, tuple[dict[str, str], ...]]]:
    """Providers the authority deals with that stand in no lot of its frameworks, by name, with why each may not be asked."""
    body, today = search.body, search.body.today
    inside = LotAdmission.objects.filter(
        lot__framework__in=usable_frameworks(search.body, search.body.today),
        admission__state=Admission.State.ADMITTED,
    )
    rows = Provider.objects.filter(body__in=binding_bodies(body, today), is_in_house=False)
    rows = rows.exclude(organisation__in=inside.values("organisation")).select_related("organisation")
    asked = set(search.invitations.values_list("organisation", flat=True))
    found = {}
    for row in rows.order_by("organisation__name"):
        if row.organisation_id in asked or row.organisation in found:
            continue
        standing = standing_of(
            organisation=row.organisation, body=body, on=today, reference=search.referral.reference
        )
        found[row.organisation] = told(standing.reasons)
    return list(found.items())

"""Finding a home: vacancies, referrals, searches and decisions for the authority; invitations and offers for providers."""

from __future__ import annotations

from decimal import Decimal, InvalidOperation
from functools import partial
from typing import Any, Literal

from django.http import HttpRequest
from ninja import Query, Router, Status
from pydantic import Field

from homeward.api import examples_finding as examples
from homeward.api import problems
from homeward.api.examples import page
from homeward.api.operations import operation
from homeward.api.paging import Page, Paged, ordered, page_of
from homeward.api.reading import actor_in, made_at, record_children, tagged, the_one
from homeward.api.shapes import finding as shapes
from homeward.api.shapes import referrals as sought
from homeward.apps.accounts.permissions import Permission as P
from homeward.apps.core import audit
from homeward.apps.decisions import queries as decisions_asked
from homeward.apps.decisions.models import Decision
from homeward.apps.providers.models import Home
from homeward.apps.referrals import queries as referrals_asked
from homeward.apps.referrals.content import people_of
from homeward.apps.referrals.models import Referral
from homeward.apps.searches import queries, services
from homeward.apps.searches.models import Invitation, Offer, Search
from homeward.apps.vacancies import queries as vacancies_asked
from homeward.apps.vacancies import services as vacancies_done
from homeward.apps.vacancies.checks import Said

finding = Router(tags=["Finding a home"])
OFFERS_READ = ("home", "organisation")
_LONGEST_FEE = 12


class VacanciesAsked(Paged):
    provider: str = Field(default="", max_length=12, description="Only of the provider with this public id.")
    free: bool = Field(default=False, description="Only homes of which it was said that children can come.")
    sort: Literal["name", "-name"] = "name"


@operation(
    finding, "get", "/vacancies", name="listVacancies", permission=P.VACANCY_READ, answers=Page[shapes.VacancyShape],
    summary="List vacancies", example=page(examples.VACANCY),
)  # fmt: skip
def list_vacancies(request: HttpRequest, asked: Query[VacanciesAsked]) -> Page[shapes.VacancyShape]:
    """Every open home this token reads, with what was last said of it; also those of which nobody has said anything."""
    actor = actor_in(request)
    rows = vacancies_asked.homes_read(actor).select_related("provider__organisation", "body")
    if asked.provider:
        rows = rows.filter(provider__public_id=asked.provider)
    if asked.free:
        rows = rows.filter(vacancy__places__gt=0)
    found: dict[int, Any] = {}

    def read(homes: list[Home]) -> None:
        found.update({row.home.pk: row for row in vacancies_asked.rows_of(actor, homes)})

    return page_of(
        request, ordered(rows, asked.sort, {"name": "search_key"}), asked,
        lambda home: shapes.vacancy_shape(found[home.pk]), seen=read,
    )  # fmt: skip


@operation(
    finding, "post", "/homes/{home_id}/vacancy", name="confirmVacancy", permission=P.VACANCY_WRITE,
    answers=shapes.VacancyShape, refuses=True, summary="Say what a home can give", example=examples.VACANCY,
    sends=examples.CONFIRM,
)  # fmt: skip
def confirm_vacancy(request: HttpRequest, home_id: str, sent: shapes.VacancySaid) -> shapes.VacancyShape:
    """Say what a home can give now, or say again what still holds. A provider speaks for its own homes, the body for its
    in-house ones.
    """
    actor = actor_in(request)
    home = the_one(vacancies_asked.homes_read(actor).select_related("provider", "body"), home_id)
    last = vacancies_asked.row_of(actor, home).vacancy
    told = {**sent.model_dump(), "types": tuple(sent.types)}
    told["seen"] = sent.seen or (last.confirmed_at if last else None)
    vacancies_done.confirm_vacancies(said=[Said(home=home, **told)], by=actor)
    return shapes.vacancy_shape(vacancies_asked.row_of(actor, home))


class ReferralsAsked(Paged):
    state: Literal["", *Referral.State.values] = ""  # type: ignore[valid-type]
    urgency: str = Field(default="", max_length=20, description="A code of urgencies.")
    sort: Literal["needed_by", "-needed_by", "reference", "-reference"] = "needed_by"


@operation(
    finding, "get", "/referrals", name="listReferrals", permission=P.REFERRAL_READ, answers=Page[sought.ReferralShape],
    summary="List referrals", example=page(examples.REFERRAL),
)  # fmt: skip
def list_referrals(request: HttpRequest, asked: Query[ReferralsAsked]) -> Page[sought.ReferralShape]:
    """Referrals without their children, soonest needed first."""
    actor = actor_in(request)
    rows = referrals_asked.referrals(actor).select_related("search")
    wanted = {"state": asked.state, "urgency": asked.urgency}
    rows = rows.filter(**{name: value for name, value in wanted.items() if value})
    columns = {"needed_by": "needed_by", "reference": "reference"}
    shape = partial(sought.referral_shape, told_search=actor.holds(P.SEARCH_READ))
    return page_of(request, ordered(rows, asked.sort, columns), asked, shape)


@operation(
    finding, "get", "/referrals/{referral_id}", name="getReferral", permission=P.REFERRAL_READ,
    answers=sought.WholeReferralShape, summary="Read one referral", example=examples.WHOLE_REFERRAL,
)  # fmt: skip
def get_referral(request: HttpRequest, referral_id: str) -> sought.WholeReferralShape:
    """One referral as its page shows it to this role: what is written, the versions, and its children, those of them
    with their reference whose record the token reads. The reading is recorded.
    """
    actor = actor_in(request)
    found = the_one(Referral.objects.visible_to(actor).select_related("search"), referral_id)
    people = people_of(found, actor)
    audit.record_read(actor, found, children=[s.part.child.reference for s in people if s.named])
    record_children(request, [s.part.child for s in people if s.named], referral=found.reference)
    version = referrals_asked.version_to_read(found)
    return tagged(
        request, sought.whole_referral(found, people, version, told_search=actor.holds(P.SEARCH_READ))
    )


class SearchesAsked(Paged):
    state: Literal["", *Search.State.values] = ""  # type: ignore[valid-type]
    referral: str = Field(default="", max_length=12, description="Only for the referral of this reference.")
    sort: Literal["since", "-since"] = "-since"


@operation(
    finding, "get", "/searches", name="listSearches", permission=P.SEARCH_READ, answers=Page[shapes.SearchShape],
    summary="List searches", example=page(examples.SEARCH),
)  # fmt: skip
def list_searches(request: HttpRequest, asked: Query[SearchesAsked]) -> Page[shapes.SearchShape]:
    """Searches with how many providers were asked."""
    wanted = {"state": asked.state, "referral__reference__iexact": asked.referral}
    rows = queries.searches(actor_in(request)).filter(**{n: v for n, v in wanted.items() if v})
    return page_of(request, ordered(rows, asked.sort, {"since": "since"}), asked, shapes.search_shape)


@operation(
    finding, "get", "/searches/{search_id}", name="getSearch", permission=P.SEARCH_READ,
    answers=shapes.WholeSearchShape, summary="Read one search with its offers", example=examples.WHOLE_SEARCH,
)  # fmt: skip
def get_search(request: HttpRequest, search_id: str) -> shapes.WholeSearchShape:
    """One search with its offers: none of them before answers are closed, as on the page."""
    actor = actor_in(request)
    found = the_one(queries.searches(actor), search_id)
    audit.record_read(actor, found.referral)
    sealed = found.state == Search.State.OPEN
    rows = Offer.objects.none() if sealed else Offer.objects.filter(invitation__search=found)
    return tagged(request, shapes.whole_search(found, _whole(rows), sealed=sealed))


class InvitationsAsked(Paged):
    state: Literal["", *Invitation.State.values] = ""  # type: ignore[valid-type]
    sort: Literal["answer_by", "-answer_by", "sent_at", "-sent_at"] = "-sent_at"


@operation(
    finding, "get", "/invitations", name="listInvitations", permission=P.INVITATION_READ,
    answers=Page[shapes.InvitationShape], summary="List invitations to offer a home", example=page(examples.INVITATION),
)  # fmt: skip
def list_invitations(request: HttpRequest, asked: Query[InvitationsAsked]) -> Page[shapes.InvitationShape]:
    """What authorities asked of the provider; for an authority what it asked of all."""
    rows = queries.invitations(actor_in(request))
    if asked.state:
        rows = rows.filter(state=asked.state)
    columns = {"answer_by": "answer_by", "sent_at": "sent_at"}
    return page_of(request, ordered(rows, asked.sort, columns), asked, shapes.invitation_shape)


@operation(
    finding, "get", "/invitations/{invitation_id}", name="getInvitation", permission=P.INVITATION_READ,
    answers=shapes.WholeInvitationShape, summary="Read one invitation", example=examples.WHOLE_INVITATION,
)  # fmt: skip
def get_invitation(request: HttpRequest, invitation_id: str) -> shapes.WholeInvitationShape:
    """The referral under letters and the answers. Read by the provider it counts as opened; the reading is recorded."""
    return _invitation(request, the_one(queries.invitations(actor_in(request)), invitation_id))


@operation(
    finding, "post", "/invitations/{invitation_id}/offers", name="makeOffer", permission=P.INVITATION_ANSWER,
    answers=shapes.WholeInvitationShape, status=201, refuses=True, summary="Offer a home",
    example=examples.WHOLE_INVITATION, sends=examples.NEW_OFFER,
)  # fmt: skip
def make_offer(
    request: HttpRequest, invitation_id: str, sent: shapes.NewOffer
) -> Status[shapes.WholeInvitationShape]:
    """Offer a home: what it gives for each need, from when, for what fee. Refused with every reason: answers closed, a
    restricted home, a need without an answer. The token also needs `home.read`.
    """
    actor = actor_in(request)
    found = the_one(queries.invitations(actor), invitation_id)
    faults: list[problems.FaultShape] = []
    home = Home.objects.visible_to(actor).filter(public_id=sent.home, organisation=actor.organisation).first()
    if home is None:
        faults.append(problems.fault("home", "unknown", "No home of yours is known by this. Check it."))
    if sent.valid_until.tzinfo is None:
        faults.append(
            problems.fault("valid_until", "offset", "Give the offset from UTC: 2026-12-01T17:00:00Z.")
        )
    fees = _fees(sent.fees, faults)
    if faults or home is None:
        raise problems.invalid(faults)
    services.make_offer(
        invitation=found, home=home, free_from=sent.free_from, valid_until=sent.valid_until,
        needs=[(need.met, need.words) for need in sent.needs], fees=fees, conditions=sent.conditions,
        discount_reason=sent.discount_reason, by=actor,
    )  # fmt: skip
    made_at(request, f"/api/v1/invitations/{found.public_id}")
    found.refresh_from_db()
    return Status(201, _invitation(request, found))


@operation(
    finding, "post", "/invitations/{invitation_id}/decline", name="declineInvitation", permission=P.INVITATION_ANSWER,
    answers=shapes.WholeInvitationShape, refuses=True, summary="Decline an invitation",
    example=examples.WHOLE_INVITATION, sends=examples.DECLINING,
)  # fmt: skip
def decline_invitation(
    request: HttpRequest, invitation_id: str, sent: shapes.Declining
) -> shapes.WholeInvitationShape:
    """Say no, with a reason of the policy's list."""
    actor = actor_in(request)
    found = the_one(queries.invitations(actor), invitation_id)
    services.decline_invitation(invitation=found, reason=sent.reason, words=sent.words, by=actor)
    found.refresh_from_db()
    return _invitation(request, found)


class DecisionsAsked(Paged):
    state: Literal["", *Decision.State.values] = ""  # type: ignore[valid-type]
    sort: Literal["start_on", "-start_on"] = "-start_on"


@operation(
    finding, "get", "/decisions", name="listDecisions", permission=P.DECISION_READ, answers=Page[shapes.PlacementDecisionShape],
    summary="List decisions on placements", example=page(examples.DECISION),
)  # fmt: skip
def list_decisions(request: HttpRequest, asked: Query[DecisionsAsked]) -> Page[shapes.PlacementDecisionShape]:
    """Decisions; a provider's token is told of those that accepted an offer of its own."""
    rows = decisions_asked.decisions(actor_in(request))
    if asked.state:
        rows = rows.filter(state=asked.state)
    return page_of(request, ordered(rows, asked.sort, {"start_on": "start_on"}), asked, shapes.decision_shape)


@operation(
    finding, "get", "/decisions/{decision_id}", name="getDecision", permission=P.DECISION_READ,
    answers=shapes.PlacementDecisionShape, summary="Read one decision", example=examples.DECISION,
)  # fmt: skip
def get_decision(request: HttpRequest, decision_id: str) -> shapes.PlacementDecisionShape:
    """One decision as it stands."""
    found = the_one(decisions_asked.decisions(actor_in(request)), decision_id)
    return tagged(request, shapes.decision_shape(found))


def _invitation(request: HttpRequest, found: Invitation) -> shapes.WholeInvitationShape:
    """One invitation as its reader may see it: no referral once the search went elsewhere, no sealed offer."""
    actor = actor_in(request)
    services.view_invitation(invitation=found, by=actor)
    audit.record_read(actor, found, organisation_id=found.organisation_id)
    over = actor.is_provider and queries.is_over(found)
    sealed = not actor.is_provider and found.search.state == Search.State.OPEN
    rows = found.offers.none() if sealed else found.offers.all()
    return tagged(request, shapes.whole_invitation(found, _whole(rows), over=over))


def _whole(rows: Any) -> list[Offer]:
    return list(rows.select_related(*OFFERS_READ).prefetch_related("needs", "fees").order_by("made_at", "pk"))


def _fees(sent: dict[Any, str], faults: list[problems.FaultShape]) -> dict[str, Decimal]:
    """Amounts as they were sent; what is no amount of two decimals is a fault of its field."""
    found = {}
    for kind, text in sent.items():
        try:
            amount = Decimal(text) if len(text) <= _LONGEST_FEE else None
        except InvalidOperation:
            amount = None
        if (
            amount is None
            or not amount.is_finite()
            or amount != round(amount, 2)
            or not 0 <= amount < 10_000_000
        ):
            faults.append(problems.fault(f"fees.{kind}", "amount", "Write an amount such as 1408.70."))
        else:
            found[kind] = amount
    return found

"""Offers that the authority writes down: a home of its own service, and what a provider says on the telephone.

Both become the same offer as any other, so that comparison, match and decision have one road. The provider confirms
what it said on the telephone, or puts it right; what it put right is kept.
"""

from __future__ import annotations

import datetime as dt

from django.urls import reverse
from django.utils import timezone

from homeward.apps.accounts.actors import Actor
from homeward.apps.accounts.permissions import Permission as P
from homeward.apps.accounts.queries.whom import people_in
from homeward.apps.accounts.roles import Role
from homeward.apps.accounts.scopes import may
from homeward.apps.core import audit
from homeward.apps.core.calendars import public_holidays
from homeward.apps.core.notices import saying, tell
from homeward.apps.core.refusals import refuse_if
from homeward.apps.core.writing import permit, service
from homeward.apps.local_policy.queries import pack_of
from homeward.apps.providers.models import Home
from homeward.apps.referrals.content import children_of, unnamed
from homeward.apps.referrals.queries import version_to_read
from homeward.apps.restrictions.standing import hold_subject
from homeward.apps.searches.machine import MACHINE
from homeward.apps.searches.models import Call, Invitation, Offer, Search
from homeward.apps.searches.services.locking import locked
from homeward.apps.searches.services.offering import SILENT, Given, Household, Needs, Told, put_offer
from homeward.apps.vacancies.checks import kept_by_body
from homeward.apps.vacancies.models import Vacancy
from homeward.engine.standing.answers import TELEPHONE, telephone_confirmed
from homeward.kernel.reasons import Reason
from homeward.policy import PolicyValueError

State = Search.State
BY_TELEPHONE, IN_HOUSE = "This telephone offer cannot be entered", "This in-house home cannot be offered"
BEFORE_COMPARING = (State.IN_HOUSE, State.FRAMEWORK, State.OPEN)


@service("enter_telephone_offer", BY_TELEPHONE)
def enter_telephone_offer(
    *, search: Search, home: Home, told_by: str, told_at: dt.datetime, free_from: dt.date, valid_until: dt.datetime,
    needs: Needs, fees: Given, conditions: str = "", discount_reason: str = "", household: Household = SILENT, by: Actor,
) -> Offer:  # fmt: skip
    """Write down a home that an invited provider offers on the telephone: who said it, when, who entered it.

    The provider confirms it on its own page by the day the pack gives. `needs` and `fees` as of any offer; a need met in
    full may stand without words until then. What was said after the deadline does not count.
    """
    hold_subject(home.organisation, home)  # provider before search: the order of whoever promises a place
    search = locked(search, by, BY_TELEPHONE)
    permit(_reads(home, by), BY_TELEPHONE)
    refuse_if(BY_TELEPHONE, [_not_asked_yet(search, home)])
    rows = search.invitations.exclude(route=Invitation.Route.IN_HOUSE).select_for_update(of=("self",))
    rows = rows.select_related("version", "search__referral", "body", "organisation")
    invitation = rows.filter(organisation=home.organisation_id).first()
    if invitation is None:
        refuse_if(BY_TELEPHONE, [Reason("search.provider_not_asked", {"home": home.name, "field": "home"})])
        raise AssertionError("a provider that was not asked is refused")
    told = Told(told_by.strip(), told_at, by.user, _confirm_by(search, told_at))
    made = put_offer(
        what=BY_TELEPHONE, invitation=invitation, home=home, free_from=free_from, valid_until=valid_until, needs=needs,
        fees=fees, conditions=conditions, told=told, reasons=_told_reasons(invitation, told, conditions),
        discount_reason=discount_reason, household=household, by=by,
    )  # fmt: skip
    _keep_call(search, home, by, told_at)
    audit.record(
        by, "enter_telephone_offer", invitation, home=home.reference, organisation_id=made.organisation_id
    )
    tell(
        people_in([Role.PROVIDER_MANAGER], body=home.body, organisation_id=made.organisation_id), body=home.body,
        title=saying("Confirm what was offered by telephone for referral %(referral)s", referral=search.referral),
        text=saying("%(by)s offered %(home)s; %(user)s of %(authority)s wrote it down.", by=told.by, home=home.name,
            user=by.user.name, authority=search.body.name),
        url=reverse("confirm_offer", args=[made.public_id]), organisation_id=made.organisation_id,
    )  # fmt: skip
    return made


@service("enter_in_house_offer", IN_HOUSE)
def enter_in_house_offer(
    *, search: Search, home: Home, told_by: str, free_from: dt.date, valid_until: dt.datetime, needs: Needs,
    fees: Given, conditions: str = "", discount_reason: str = "", household: Household = SILENT, by: Actor,
) -> Offer:  # fmt: skip
    """Put a home of the authority's own service into the search. `told_by` supports the carers and said they can.

    The fee is what the home costs the authority a week. Nobody else confirms it: the authority speaks for its homes.
    """
    hold_subject(home.organisation, home)
    search = locked(search, by, IN_HOUSE)
    permit(may(by, P.HOME_READ, home) and home.body_id == search.body_id, IN_HOUSE)
    refuse_if(
        IN_HOUSE,
        [
            None if kept_by_body(home) else Reason("search.home_not_in_house", {"home": home.name, "field": "home"}),
            None if home.organisation_id else Reason("search.service_not_recorded", {"home": home.name, "field": "home"}),
            None
            if search.state in BEFORE_COMPARING
            else Reason("search.not_before_comparing", {"state": search.get_state_display()}),
        ],
    )  # fmt: skip
    told = Told(told_by.strip(), timezone.now(), by.user)
    invitation = _in_house(search, home)
    made = put_offer(
        what=IN_HOUSE, invitation=invitation, home=home, free_from=free_from, valid_until=valid_until, needs=needs, fees=fees,
        conditions=conditions, told=told, reasons=[_nobody(told), *unnamed(children_of(search.referral), conditions=conditions)],
        discount_reason=discount_reason, household=household, by=by,
    )  # fmt: skip
    _keep_call(search, home, by, told.at)
    audit.record(
        by, "enter_in_house_offer", invitation, home=home.reference, organisation_id=made.organisation_id
    )
    return made


@service("compare_in_house", "In-house homes cannot be compared yet")
def compare_in_house(*, search: Search, by: Actor) -> Search:
    """An in-house home was put in: judge it before anybody outside is asked."""
    search = locked(search, by, "In-house homes cannot be compared yet")
    MACHINE.make("compare_in_house", search, by)
    audit.record(by, "compare_in_house", search)
    return search


def _in_house(search: Search, home: Home) -> Invitation:
    found = search.invitations.filter(organisation=home.organisation_id).first()
    version = version_to_read(search.referral)
    made: Invitation = found or Invitation.objects.create(
        body=search.body, organisation=home.organisation, search=search, route=Invitation.Route.IN_HOUSE, version=version,
        answer_by=timezone.now(),
    )  # fmt: skip
    rows = Invitation.objects.select_related("version", "search__referral", "body", "organisation")
    got: Invitation = rows.get(pk=made.pk)
    return got


def _reads(home: Home, by: Actor) -> bool:
    vacancy = Vacancy.objects.filter(home=home).first()
    return may(by, P.HOME_READ, home) or (vacancy is not None and may(by, P.VACANCY_READ, vacancy))


def _not_asked_yet(search: Search, home: Home) -> Reason | None:
    if search.state == State.OPEN:
        return None
    return Reason("search.not_open_for_calls", {"state": search.get_state_display(), "home": home.name})


def _told_reasons(invitation: Invitation, told: Told, conditions: str) -> list[Reason | None]:
    """The clock of what was said: after asking, before the deadline, not in the future."""
    now, minute = timezone.now(), {"timespec": "minutes"}
    found: list[Reason | None] = [
        _nobody(told),
        *unnamed(children_of(invitation.search.referral), conditions=conditions),
    ]
    at = timezone.localtime(told.at).isoformat(**minute)
    if told.at > now:
        found.append(Reason("search.told_in_the_future", {"at": at, "field": "told_at"}))
    if told.at < invitation.sent_at.replace(second=0, microsecond=0):
        sent = timezone.localtime(invitation.sent_at).isoformat(**minute)
        found.append(Reason("search.told_before_asked", {"at": at, "sent": sent, "field": "told_at"}))
    if told.at > invitation.answer_by:
        until = timezone.localtime(invitation.answer_by).isoformat(**minute)
        found.append(Reason("search.told_after_deadline", {"until": until, "field": "told_at"}))
    return found


def _nobody(told: Told) -> Reason | None:
    return None if told.by else Reason("search.nobody_told", {"field": "told_by"})


def _confirm_by(search: Search, told_at: dt.datetime) -> dt.date:
    pack = pack_of(search.body)
    try:
        return telephone_confirmed(told_at, public_holidays(pack), pack.policy()).on
    except PolicyValueError:
        refuse_if(BY_TELEPHONE, [Reason("search.no_day_to_confirm", {"path": TELEPHONE})])
        raise


def _keep_call(search: Search, home: Home, by: Actor, at: dt.datetime) -> None:
    Call.objects.create(
        body=search.body, search=search, home=home, outcome=Call.Outcome.OFFERED, at=at, by=by.user
    )

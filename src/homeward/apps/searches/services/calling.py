"""Telephoning: what each home said, and going on from in-house homes to everybody at once."""

from __future__ import annotations

from django.utils import timezone

from homeward.apps.accounts.actors import Actor
from homeward.apps.accounts.permissions import Permission as P
from homeward.apps.accounts.scopes import may
from homeward.apps.core import audit
from homeward.apps.core.refusals import refuse_if
from homeward.apps.core.vocabulary import is_code, label_of
from homeward.apps.core.writing import permit, service
from homeward.apps.providers.models import Home
from homeward.apps.referrals.content import children_of, unnamed
from homeward.apps.searches.calling import Row, call_list
from homeward.apps.searches.models import Call, Considered, Invitation, Search
from homeward.apps.searches.services.locking import locked
from homeward.apps.searches.services.searching import go_outside, invite_framework
from homeward.apps.vacancies.checks import kept_by_body
from homeward.apps.vacancies.models import Vacancy
from homeward.kernel.reasons import Reason

State, Outcome = Search.State, Call.Outcome
CALL, AT_ONCE = "This call cannot be recorded", "Nobody outside can be asked yet"
LONGEST = 400
WAITING = (Invitation.State.INVITED, Invitation.State.VIEWED)


@service("record_no_answer", CALL)
def record_no_answer(*, search: Search, home: Home, by: Actor) -> Call:
    """Nobody took the call; the time is now."""
    search = _calling(search, home, by)
    made = Call.objects.create(
        body=search.body, search=search, home=home, outcome=Outcome.NO_ANSWER, by=by.user
    )
    audit.record(by, "record_call", search, home=home.reference, outcome=Outcome.NO_ANSWER)
    return made


@service("record_no", CALL)
def record_no(
    *, search: Search, home: Home, reason: str, words: str = "", whole_provider: bool = False, by: Actor
) -> Call:
    """A home said no, with a reason of the pack's list. An in-house one stands as considered from then on.

    `whole_provider`: none of the provider's homes can take them, which declines its invitation.
    """
    search = _calling(search, home, by)
    refuse_if(
        CALL,
        [
            None
            if is_code(search.body, "decline_reasons", reason, search.body.today)
            else Reason("search.decline_reason_unknown", {"code": reason, "field": "reason"}),
            *unnamed(children_of(search.referral), words=words),
        ],
    )  # fmt: skip
    made = Call.objects.create(
        body=search.body, search=search, home=home, outcome=Outcome.SAID_NO, reason=reason, words=words.strip(), by=by.user
    )  # fmt: skip
    if kept_by_body(home) and search.state == State.IN_HOUSE:
        said = label_of(search.body, "decline_reasons", reason)
        _consider(search, home, f"{said}: {made.words}" if made.words else said, by)
    if whole_provider:
        _decline(search, home, made)
    audit.record(by, "record_call", search, home=home.reference, outcome=Outcome.SAID_NO, reason=reason)
    return made


@service("ask_everybody", AT_ONCE)
def ask_everybody(*, search: Search, by: Actor) -> list[Invitation]:
    """From in-house homes to the framework in one press: each in-house home stands with its reason, then all are asked.

    Refused while an in-house home that fits has not been called: its answer comes before anybody outside.
    """
    search = locked(search, by, AT_ONCE)
    own = [row for row in call_list(search) if row.route == "in_house"]
    refuse_if(
        AT_ONCE,
        [
            Reason("search.in_house_not_called", {"home": row.home.name, "places": row.vacancy.places})
            for row in own
            if not row.excluded and not row.calls
        ],
    )
    _consider_all(search, own, by)
    search = go_outside(search=search, by=by)
    return invite_framework(search=search, by=by)


def _consider_all(search: Search, own: list[Row], by: Actor) -> None:
    there = set(search.considered.values_list("home", flat=True))
    for row in own:
        if row.home.pk in there:
            continue
        if row.excluded:
            _consider(search, row.home, "; ".join(s.title for s in row.excluded), by)
        else:
            at = timezone.localtime(row.calls[0].at).strftime("%H:%M")
            _consider(search, row.home, f"{row.calls[0].get_outcome_display()} at {at}.", by)
    if not own and not search.considered.exists():
        Considered.objects.create(
            body=search.body, search=search, words="No in-house home", reason="None has a vacancy on the list.", by=by.user
        )  # fmt: skip


def _consider(search: Search, home: Home, reason: str, by: Actor) -> None:
    Considered.objects.create(
        body=search.body, search=search, home=home, words=home.name, reason=reason[:LONGEST], by=by.user
    )


def _calling(search: Search, home: Home, by: Actor) -> Search:
    """The search, locked, if this home may be called for it now."""
    search = locked(search, by, CALL)
    vacancy = Vacancy.objects.filter(home=home).first()
    permit(vacancy is not None and may(by, P.VACANCY_READ, vacancy), CALL)
    asked = kept_by_body(home) or search.invitations.filter(organisation=home.organisation_id).exists()
    over = search.state in (State.SHORTLIST, State.ENDED)
    refuse_if(
        CALL,
        [
            Reason("search.calls_over", {"state": search.get_state_display()}) if over else None,
            None if asked or over else Reason("search.provider_not_asked", {"home": home.name}),
        ],
    )
    return search


def _decline(search: Search, home: Home, call: Call) -> None:
    rows = search.invitations.filter(organisation=home.organisation_id, state__in=WAITING)
    for invitation in rows.select_for_update(of=("self",)):
        invitation.state, invitation.answered_at = Invitation.State.DECLINED, call.at
        invitation.decline_reason = call.reason
        invitation.decline_words = f"By telephone. {call.words}".strip()[:LONGEST]
        invitation.save(update_fields=["state", "answered_at", "decline_reason", "decline_words"])

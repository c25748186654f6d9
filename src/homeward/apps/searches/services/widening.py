"""Outside the framework: asked by the placement officer, agreed or refused by the head of service, then providers asked."""

from __future__ import annotations

from collections.abc import Sequence

from django.urls import reverse
from django.utils import timezone

from homeward.apps.accounts.actors import Actor
from homeward.apps.accounts.models import Organisation
from homeward.apps.accounts.permissions import Permission as P
from homeward.apps.accounts.queries.whom import people_in
from homeward.apps.accounts.roles import Role
from homeward.apps.accounts.scopes import may
from homeward.apps.core import audit
from homeward.apps.core.notices import saying, tell
from homeward.apps.core.refusals import refuse_if
from homeward.apps.core.vocabulary import choices_of
from homeward.apps.core.writing import permit, service
from homeward.apps.referrals.content import children_of, unnamed
from homeward.apps.referrals.queries import version_to_read
from homeward.apps.searches.deadlines import answer_by
from homeward.apps.searches.machine import MACHINE
from homeward.apps.searches.models import Evidence, Invitation, Search, Widening
from homeward.apps.searches.services.deadline import tell_provider
from homeward.apps.searches.services.locking import locked
from homeward.apps.searches.widening import providers_outside, why_not_ask, why_not_widen
from homeward.engine.standing.answers import DAYS
from homeward.kernel.reasons import Reason
from homeward.policy import PolicyValueError

State, Route = Search.State, Invitation.Route
ASK, DECIDE, OUTSIDE = (
    "The search cannot go outside the framework", "This cannot be decided", "These providers cannot be asked",
)  # fmt: skip


@service("ask_to_widen", ASK)
def ask_to_widen(*, search: Search, reason: str, before_deadline: bool = False, by: Actor) -> Widening:
    """Ask the head of service to let a search go outside the framework; refused while the rule has anything against it.

    `before_deadline` asks to set the deadline for answers aside, which the rule allows in an emergency only.
    """
    search = locked(search, by, ASK, P.SEARCH_REQUEST)
    refuse_if(
        ASK,
        [
            None if reason.strip() else Reason("search.reason_missing", {"field": "reason"}),
            *unnamed(children_of(search.referral), reason=reason),
            Reason("search.widening_open", {}) if _standing(search) else None,
            None if search.state in (State.OPEN, State.SHORTLIST) else _too_soon(search),
            *why_not_ask(search, by, before_deadline=before_deadline),
        ],
    )
    made = Widening.objects.create(
        body=search.body,
        search=search,
        reason=reason.strip(),
        before_deadline=before_deadline,
        asked_by=by.user,
    )
    audit.record(by, "ask_to_widen", search, reason=reason.strip(), before_deadline=before_deadline)
    people = people_in([Role.HEAD_OF_SERVICE], body=search.body, organisation_id=None)
    tell(
        [u for u in people if u.pk != by.user.pk], body=search.body, url=reverse("decide_widening", args=[made.public_id]),
        title=saying("May the search for referral %(referral)s go outside the framework?", referral=search.referral),
    )  # fmt: skip
    return made


@service("agree_to_widen", DECIDE)
def agree_to_widen(*, widening: Widening, reason: str, by: Actor) -> Widening:
    """The head of service agrees; the rule is asked again with this agreement. Never by whoever asked."""
    widening, search = _to_decide(widening, by)
    now = timezone.now()
    refuse_if(
        DECIDE,
        [
            *_decidable(widening, reason),
            *why_not_widen(widening, as_=(by.user.public_id, str(by.role)), at=now, reason=reason),
        ],
    )
    return _decided(widening, search, Widening.State.AGREED, reason, by)


@service("refuse_to_widen", DECIDE)
def refuse_to_widen(*, widening: Widening, reason: str, by: Actor) -> Widening:
    """The head of service refuses: the search stays with the framework. It can be asked again."""
    widening, search = _to_decide(widening, by)
    own = (
        Reason("search.own_widening", {"name": by.user.name}) if widening.asked_by_id == by.user.pk else None
    )
    refuse_if(DECIDE, [own, *_decidable(widening, reason)])
    return _decided(widening, search, Widening.State.REFUSED, reason, by)


@service("take_back_widening", "This question cannot be taken back")
def take_back_widening(*, widening: Widening, by: Actor) -> Widening:
    """The question is no longer needed, such as when a framework home was found after all. It can be asked again."""
    what = "This question cannot be taken back"
    search = locked(widening.search, by, what, P.SEARCH_REQUEST)
    widening = Widening.objects.select_for_update(of=("self",)).get(pk=widening.pk)
    asked = widening.state == Widening.State.ASKED
    refuse_if(
        what, [None if asked else Reason("search.widening_decided", {"state": widening.get_state_display()})]
    )
    widening.state = Widening.State.TAKEN_BACK
    widening.save(update_fields=["state"])
    audit.record(by, "take_back_widening", search)
    return widening


@service("invite_outside", OUTSIDE)
def invite_outside(*, search: Search, organisations: Sequence[Organisation], by: Actor) -> list[Invitation]:
    """Ask providers outside the framework, by name, under the same contract and specification.

    The agreement has to hold now: a suitable framework offer that came since refuses it. Each is owed the documents of
    the pack's list, which the contract manager reviews.
    """
    search = locked(search, by, OUTSIDE, P.SEARCH_REQUEST)
    widening = (
        search.widenings.filter(state=Widening.State.AGREED).select_related("decided_by", "asked_by").first()
    )
    chosen = {o.pk for o in organisations}
    known = {o.pk: (o, reasons) for o, reasons in providers_outside(search)}
    refuse_if(
        OUTSIDE,
        [
            *(why_not_widen(widening) if widening else [Reason("search.not_widened", {})]),
            None if chosen else Reason("search.nobody_chosen", {"field": "providers"}),
            *(
                Reason("search.provider_not_outside", {"name": o.name, "field": "providers"})
                for o in organisations
                if o.pk not in known
            ),
            *(
                Reason("search.provider_has_no_standing", {"name": o.name, "why": r["fact"], "field": "providers"})
                for o, reasons in known.values()
                if o.pk in chosen
                for r in reasons
            ),
        ],
    )  # fmt: skip
    assert widening is not None
    try:
        until, _ = answer_by(search.body, search.referral.urgency, timezone.now())
    except PolicyValueError:
        refuse_if(OUTSIDE, [Reason("search.no_deadline", {"urgency": search.referral.urgency, "path": DAYS})])
        raise
    MACHINE.make("invite_outside", search, by, answer_by=until, closed_early="")
    version = version_to_read(search.referral)
    told = {
        "body": search.body,
        "search": search,
        "route": Route.NON_FRAMEWORK,
        "version": version,
        "answer_by": until,
    }
    made = [Invitation.objects.create(organisation=known[key][0], **told) for key in sorted(chosen)]
    for invitation in made:
        _owe_evidence(widening, invitation)
        told_as = f"Referral {search.referral}: answer in time, or say why not."
        tell_provider(
            invitation, saying("%(authority)s looks for a home", authority=search.body.name), told_as
        )
    audit.record(by, "invite_outside", search, asked=len(made))
    return made


def _to_decide(widening: Widening, by: Actor) -> tuple[Widening, Search]:
    permit(may(by, P.SEARCH_WIDEN, widening.search), DECIDE)
    search = locked(widening.search, by, DECIDE, P.SEARCH_WIDEN)
    rows = Widening.objects.select_for_update(of=("self",)).select_related(
        "asked_by", "search__referral__body", "search__body"
    )
    return rows.get(pk=widening.pk), search


def _decidable(widening: Widening, reason: str) -> list[Reason | None]:
    decided = widening.state != Widening.State.ASKED
    return [
        None if reason.strip() else Reason("search.reason_missing", {"field": "reason"}),
        *unnamed(children_of(widening.search.referral), reason=reason),
        Reason("search.widening_decided", {"state": widening.get_state_display()}) if decided else None,
    ]


def _decided(widening: Widening, search: Search, state: str, reason: str, by: Actor) -> Widening:
    widening.state, widening.note, widening.decided_by = state, reason.strip(), by.user
    widening.decided_at, widening.decided_as = timezone.now(), str(by.role)
    widening.save(update_fields=["state", "note", "decided_by", "decided_at", "decided_as"])
    agreed = state == Widening.State.AGREED
    audit.record(by, "agree_to_widen" if agreed else "refuse_to_widen", search, reason=reason.strip())
    tell(
        [widening.asked_by], body=search.body, url=reverse("home_search", args=[search.public_id]), text=reason.strip(),
        title=saying("The search for referral %(referral)s may go outside the framework", referral=search.referral) if agreed
        else saying("The search for referral %(referral)s stays with the framework", referral=search.referral),
    )  # fmt: skip
    return widening


def _standing(search: Search) -> bool:
    return search.widenings.filter(state__in=(Widening.State.ASKED, Widening.State.AGREED)).exists()


def _too_soon(search: Search) -> Reason:
    return Reason("search.not_to_widen", {"state": search.get_state_display()})


def _owe_evidence(widening: Widening, invitation: Invitation) -> None:
    body = widening.body
    for code, _label in choices_of(body, "non_framework_evidence", body.today):
        Evidence.objects.create(body=body, organisation=invitation.organisation, widening=widening, kind=code)

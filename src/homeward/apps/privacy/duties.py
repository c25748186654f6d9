"""What the privacy law asks of people today. A day of the law is due; what is only aimed at says so."""

from __future__ import annotations

from collections.abc import Iterator

from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from homeward.apps.accounts.actors import Actor
from homeward.apps.accounts.permissions import Permission as P
from homeward.apps.core.duties import Duty, duty_source
from homeward.apps.privacy import queries
from homeward.apps.privacy.machine import hands_of
from homeward.apps.privacy.models import AccessRequest, Breach, Correction, IndirectCollection, LegalHold

SEPARATELY = 8
A, C, IC, B = AccessRequest.State, Correction.State, IndirectCollection.State, Breach.State

OFFICER = (A.RECEIVED, A.PREPARING, A.CHECKED)


@duty_source
def requests_to_answer(actor: Actor) -> Iterator[Duty]:
    """Open requests of the body, for who answers them; those that wait for a second person, for each who may be it."""
    if actor.holds(P.PRIVACY_WRITE):
        rows = queries.requests(actor).filter(state__in=OFFICER)
        for row in rows.order_by("due_on", "received_on", "pk")[:SEPARATELY]:
            yield Duty(
                title=_("Access request %(reference)s") % {"reference": row.reference}, why=str(_next(row)), verb=_("Open"),
                url=reverse("access_request", args=[row.public_id]), due=row.due, kind="privacy.access", since=row.received_on,
            )  # fmt: skip
    if actor.holds(P.PRIVACY_CHECK):
        done = Q(prepared_by__in=hands_of(actor)) | Q(items__decided_by__in=hands_of(actor))
        waiting = queries.requests(actor).filter(state=A.CHECKING)
        waiting = waiting.exclude(pk__in=waiting.filter(done).values("pk"))
        for row in waiting.order_by("due_on", "pk")[:SEPARATELY]:
            yield Duty(
                title=_("Look at the answer to %(reference)s") % {"reference": row.reference},
                why=_("%(who)s prepared it; a second person confirms it or sends it back.")
                % {"who": row.prepared_by.name if row.prepared_by else ""},
                verb=_("Look at it"), url=reverse("access_request", args=[row.public_id]), due=row.due, kind="privacy.check",
                since=row.body.day_of(row.since),
            )  # fmt: skip


def _next(row: AccessRequest) -> str:
    return {
        A.RECEIVED: _("Check who asks, then gather what is held."),
        A.PREPARING: _("Decide each item that was found."),
        A.CHECKED: _("A second person confirmed it. Release it, or tell the refusal."),
    }[A(row.state)]


@duty_source
def corrections_to_decide(actor: Actor) -> Iterator[Duty]:
    """Requests for correction: to be decided by somebody else than who took them down, then carried out."""
    if actor.holds(P.PRIVACY_CHECK):
        rows = queries.corrections(actor).filter(state=C.RECEIVED).exclude(recorded_by__in=hands_of(actor))
        for row in rows.order_by("due_on", "pk")[:SEPARATELY]:
            yield Duty(
                title=_("Decide on the correction %(reference)s") % {"reference": row.reference},
                why=_("%(who)s took it down, so another person decides.") % {"who": row.recorded_by.name}, verb=_("Decide"),
                url=reverse("correction", args=[row.public_id]), due=row.due, kind="privacy.correction", since=row.received_on,
            )  # fmt: skip
    if actor.holds(P.PRIVACY_WRITE):
        rows = queries.corrections(actor).filter(state=C.AGREED)
        for row in rows.order_by("due_on", "pk")[:SEPARATELY]:
            yield Duty(
                title=_("Have %(reference)s corrected") % {"reference": row.reference},
                why=_("It was agreed. Whoever keeps the record changes it; then the change is linked here."), verb=_("Open"),
                url=reverse("correction", args=[row.public_id]), due=row.due, kind="privacy.correction", since=row.received_on,
            )  # fmt: skip


@duty_source
def people_to_tell(actor: Actor) -> Iterator[Duty]:
    """What came from another agency. The law gives no days: as soon as reasonably practicable."""
    if not actor.holds(P.PRIVACY_WRITE):
        return
    rows = queries.collections(actor).filter(state__in=(IC.TO_SORT, IC.OPEN))
    for row in rows.order_by("received_on", "pk")[:SEPARATELY]:
        sort = row.state == IC.TO_SORT
        yield Duty(
            title=_("Say from whom a file came") if sort
            else _("Tell the person what was received from %(agency)s") % {"agency": row.agency},
            why=_("If another agency sent it, the people in it are told, or an exception is recorded.")
            if sort else _("As soon as reasonably practicable, or record an exception."),
            verb=_("Open"), url=reverse("collection", args=[row.public_id]), due=None, kind="privacy.collection",
            since=row.received_on,
        )  # fmt: skip


@duty_source
def breaches_to_settle(actor: Actor) -> Iterator[Duty]:
    """Breaches that are not judged, not told of, or not closed. What is aimed at after hours is shown by its day."""
    if not actor.holds(P.BREACH_WRITE):
        return
    for row in (
        queries.breaches(actor).filter(state__in=Breach.OPEN).order_by("discovered_at", "pk")[:SEPARATELY]
    ):
        told = set(row.notices.values_list("told", flat=True))
        waits = row.state == B.REPORTED or (row.state == B.NOTIFIABLE and "commissioner" not in told)
        target = row.body.day_of(row.target_at) if row.target_at and waits else None
        why = _("Record what is known, and close it when it is contained.")
        if row.target_at and target is not None:
            hours = {"hours": row.target_hours}
            why = _("As soon as practicable. The %(hours)s hours aimed at are guidance, not a limit.") % hours
            if row.target_at < timezone.now():
                passed = _(
                    "As soon as practicable. The %(hours)s hours aimed at have passed; they are guidance, not a limit."
                )
                why = passed % hours
        yield Duty(
            title=_("Breach %(reference)s: %(step)s") % {"reference": row.reference, "step": _breach_step(row)}, why=why,
            verb=_("Open"), url=reverse("breach", args=[row.public_id]), due=target, kind="privacy.breach",
            since=row.body.day_of(row.discovered_at),
        )  # fmt: skip


def _breach_step(row: Breach) -> str:
    return {
        B.REPORTED: _("is serious harm likely?"),
        B.NOTIFIABLE: _("tell the Commissioner and the people"),
        B.NOT_NOTIFIABLE: _("close it"),
    }[B(row.state)]


@duty_source
def holds_to_lift(actor: Actor) -> Iterator[Duty]:
    """Holds somebody else proposed to lift."""
    if not actor.holds(P.PRIVACY_CHECK):
        return
    rows = (
        queries.holds(actor)
        .filter(state=LegalHold.State.LIFT_PROPOSED)
        .exclude(lift_proposed_by__in=hands_of(actor))
    )
    for row in rows.order_by("since", "pk")[:SEPARATELY]:
        yield Duty(
            title=_("Lift or keep a legal hold: %(title)s") % {"title": row.title},
            why=_("%(who)s proposed to lift it.") % {"who": row.lift_proposed_by.name if row.lift_proposed_by else ""},
            verb=_("Decide"), url=reverse("legal_hold", args=[row.public_id]), due=None, kind="privacy.hold",
            since=row.body.day_of(row.since),
        )  # fmt: skip

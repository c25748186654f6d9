"""What restrictions ask of people: decide, look at each child there, agree to an override."""

from __future__ import annotations

from collections.abc import Iterator

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from homeward.apps.accounts.actors import Actor
from homeward.apps.accounts.permissions import Permission as P
from homeward.apps.core.duties import Duty, duty_source
from homeward.apps.restrictions import queries
from homeward.apps.restrictions.machine import MACHINE, OVERRIDE
from homeward.apps.restrictions.models import Restriction, RestrictionOverride

State = Restriction.State
SEPARATELY = 5  # more than these share one line, or they would hide everything else


@duty_source
def restrictions_to_decide(actor: Actor) -> Iterator[Duty]:
    """Proposals, and proposals to lift, that this person may decide."""
    if not actor.holds(P.RESTRICTION_IMPOSE):
        return
    waiting = queries.listed(actor).filter(state__in=(State.PROPOSED, State.LIFT_PROPOSED), body=actor.body)
    for row in waiting.order_by("proposed_at", "pk"):
        lifting = row.state == State.LIFT_PROPOSED
        if MACHINE.why_not("lift" if lifting else "impose", row, actor):
            continue
        who = row.lift_proposed_by if lifting else row.proposed_by
        since = row.lift_proposed_at if lifting else row.proposed_at
        yield Duty(
            title=(_("Decide whether to lift: %(subject)s") if lifting else _("Decide on a restriction: %(subject)s"))
            % {"subject": row.subject},
            why=_("Proposed by %(who)s. Cause: %(cause)s.") % {"who": who, "cause": queries.cause_words(row)},
            verb=_("Decide"),
            url=reverse("lift_decide" if lifting else "restriction_decide", args=[row.public_id]),
            due=None,
            kind="restriction",
            since=timezone.localtime(since).date() if since else None,
        )  # fmt: skip


@duty_source
def children_to_review(actor: Actor) -> Iterator[Duty]:
    """Children whose placement somebody looks at because their home was restricted."""
    if not actor.holds(P.RESTRICTION_REVIEW):
        return
    rows = queries.open_reviews(actor)
    found = list(rows[: SEPARATELY + 1])
    for review in found[:SEPARATELY]:
        told = {"child": review.placement.child.reference, "home": review.placement.home.name}
        yield Duty(
            title=_("Visit urgently: %(child)s at %(home)s") % told
            if review.is_urgent
            else _("Review the placement: %(child)s at %(home)s") % told,
            why=_("A restriction was imposed. The placement goes on; say what follows for the child."),
            verb=_("Record"),
            url=reverse("restriction_review", args=[review.public_id]),
            due=review.due_on,
            kind="restriction.review",
        )
    if len(found) > SEPARATELY:
        more = rows.count() - SEPARATELY
        yield Duty(
            title=_("Review %(n)s more placements under a restriction") % {"n": more},
            why=_("Each child in a restricted home is looked at once."),
            verb=_("Show them"),
            url=reverse("restriction_reviews"),
            due=found[SEPARATELY].due_on,
            kind="restriction.review",
        )


@duty_source
def overrides_to_agree(actor: Actor) -> Iterator[Duty]:
    """Overrides that wait for this person's side."""
    if not actor.holds(P.RESTRICTION_IMPOSE):
        return
    waiting = queries.overrides(actor).filter(state=RestrictionOverride.State.ASKED)
    for override in waiting.order_by("asked_at", "pk"):
        if OVERRIDE.why_not("agree", override, actor):
            continue
        yield Duty(
            title=_("Agree to an override, or refuse it: %(number)s") % {"number": override.reference},
            why=_("%(subject)s is restricted; %(who)s asks for one child.")
            % {"subject": override.restriction.subject, "who": override.asked_by},
            verb=_("Decide"),
            url=reverse("restriction_override", args=[override.public_id]),
            due=None,
            kind="restriction.override",
            since=timezone.localtime(override.asked_at).date(),
        )

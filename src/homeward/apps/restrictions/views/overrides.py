"""One child under a restriction: asking, and agreeing or refusing for each side."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from homeward.apps.accounts.actors import actor_of
from homeward.apps.accounts.pages import get_visible, page
from homeward.apps.accounts.permissions import Permission as P
from homeward.apps.children.models import Child
from homeward.apps.core import audit
from homeward.apps.core.forms import edit
from homeward.apps.core.refusals import present
from homeward.apps.core.timeline import Watched, timeline
from homeward.apps.restrictions import queries, services, words
from homeward.apps.restrictions.forms import OverrideDecisionForm, OverrideForm
from homeward.apps.restrictions.machine import OVERRIDE, side_of
from homeward.apps.restrictions.models import Restriction, RestrictionOverride
from homeward.apps.restrictions.views.restrictions import crumbs_to


@page(P.RESTRICTION_OVERRIDE)
def ask(request: HttpRequest, public_id: str) -> HttpResponse:
    """Ask that one child may come all the same."""
    actor, found = actor_of(request), get_visible(Restriction, request, public_id)
    form = OverrideForm(request.POST or None, actor=actor)
    return edit(
        request, form,
        lambda data: services.ask_override(restriction=found, **form.given(), by=actor),
        lambda made: (
            _("Asked. The head of service and the consortium have been told."),
            reverse("restriction_override", args=[made.public_id]),
        ),
        heading=_("Ask for an override for one child"), verb=_("Ask for it"),
        caption=_("Restriction of %(subject)s") % {"subject": found.subject},
        lede=_("It holds once the head of service and the consortium have both agreed."),
        back=reverse("restriction", args=[public_id]), crumbs=crumbs_to(found),
    )  # fmt: skip


@page(P.RESTRICTION_READ)
def override(request: HttpRequest, public_id: str) -> HttpResponse:
    """One override: for whom by reference, why, who has agreed."""
    return _show(request, get_visible(RestrictionOverride, request, public_id), OverrideDecisionForm())


@page(P.RESTRICTION_IMPOSE)
def decide(request: HttpRequest, public_id: str) -> HttpResponse:
    """Agree or refuse for one's side."""
    found = get_visible(RestrictionOverride, request, public_id, using=P.RESTRICTION_IMPOSE)
    return _show(request, found, OverrideDecisionForm(request.POST or None))


def _show(request: HttpRequest, found: RestrictionOverride, form: OverrideDecisionForm) -> HttpResponse:
    actor = actor_of(request)
    row = queries.overrides(actor).get(pk=found.pk)
    child = Child.objects.visible_to(actor).filter(pk=row.child_id).first() if row.child_id else None
    if child is not None:
        audit.record_read(actor, child, page="override")
    own_side = side_of(row, actor)
    reasons = OVERRIDE.why_not("agree", row, actor) if own_side else []

    def do(data: dict[str, Any]) -> RestrictionOverride:
        if data["decision"] == "agree":
            return services.agree_override(override=found, by=actor)
        return services.refuse_override(override=found, reason=data["reason"], by=actor)

    return edit(
        request, form, do,
        lambda done: (_(SAID[done.state]), reverse("restriction_override", args=[found.public_id])),
        template="restrictions/override.html", heading=_("Override for %(number)s") % {"number": row.reference},
        caption=_("Restriction of %(subject)s") % {"subject": row.restriction.subject}, verb=_("Decide"),
        back=reverse("restriction", args=[row.restriction.public_id]), crumbs=crumbs_to(row.restriction),
        row=row, child=child, state=row.get_state_display(), state_colour=words.OVERRIDES[row.state],
        sides=_sides(row), may_decide=own_side is not None and not reasons,
        why_not=[present(r) for r in reasons] if row.state == RestrictionOverride.State.ASKED else [],
        history=timeline(row, [_WATCHED]),
    )  # fmt: skip


_WATCHED = Watched(
    RestrictionOverride, "Override",
    hidden=frozenset({"child", "restriction", "consortium", "asked_at", "asked_by", "service_at", "consortium_at",
                      "refused_at", "refused_by", "reason", "refusal_reason", "reference"}),
    labels={"service_by": "Agreed by the head of service", "consortium_by": "Agreed by the consortium"},
)  # fmt: skip
SAID: dict[str, str] = {
    RestrictionOverride.State.ASKED: gettext_noop("Agreed for your side. The other side has still to agree."),
    RestrictionOverride.State.AGREED: gettext_noop("Agreed by both. Whoever asked has been told."),
    RestrictionOverride.State.REFUSED: gettext_noop("Refused. Whoever asked has been told."),
}


def _sides(row: RestrictionOverride) -> list[dict[str, Any]]:
    return [
        {"office": _("Head of service, %(body)s") % {"body": row.body.name}, "who": row.service_by, "at": row.service_at},
        {"office": _("Consortium manager, %(body)s") % {"body": row.consortium.name}, "who": row.consortium_by,
         "at": row.consortium_at},
    ]  # fmt: skip

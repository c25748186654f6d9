"""Recording towards a placement: checks, waivers, the visit, what the area authority was told."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from homeward.apps.accounts.actors import actor_of
from homeward.apps.accounts.pages import page
from homeward.apps.accounts.permissions import Permission as P
from homeward.apps.core.forms import edit
from homeward.apps.core.vocabulary import is_code, label_of
from homeward.apps.decisions import services
from homeward.apps.decisions.forms import AreaForm, CheckForm, ReasonForm, VisitForm
from homeward.apps.decisions.models import AreaNotice, Decision
from homeward.apps.decisions.queries import CHECKS
from homeward.apps.decisions.views.parts import around, done, get_decision


def _check_words(decision: Decision, code: str) -> str:
    if not is_code(decision.body, CHECKS, code, decision.body.today):
        raise Http404
    return label_of(decision.body, CHECKS, code)


@page(P.DECISION_PROPOSE)
def check(request: HttpRequest, public_id: str, code: str) -> HttpResponse:
    found, actor = get_decision(request, public_id, P.DECISION_PROPOSE), actor_of(request)
    return edit(
        request, CheckForm(request.POST or None, request.FILES or None, initial={"done_on": actor.today}),
        lambda data: services.record_check(decision=found, code=code, **data, by=actor),
        lambda made: done(_("Recorded."), found), heading=_check_words(found, code), verb=_("Record it"),
        template="core/upload.html", **around(found),
    )  # fmt: skip


@page(P.DECISION_READ)
def waive(request: HttpRequest, public_id: str, code: str) -> HttpResponse:
    found, actor = get_decision(request, public_id), actor_of(request)
    if not (actor.holds(P.DECISION_CARRY_OUT) or actor.holds(P.DECISION_DECIDE)):
        raise Http404
    return edit(
        request, ReasonForm(request.POST or None),
        lambda data: services.waive_check(decision=found, code=code, **data, by=actor),
        lambda made: done(_("Waived. It is made good in time."), found),
        heading=_("Waive: %(check)s") % {"check": _check_words(found, code)}, verb=_("Waive it"),
        lede=_("Only in an emergency, with a reason. It is done afterwards."), **around(found),
    )  # fmt: skip


@page(P.DECISION_PROPOSE)
def visit(request: HttpRequest, public_id: str) -> HttpResponse:
    """The visit to the home before the placement."""
    found, actor = get_decision(request, public_id, P.DECISION_PROPOSE), actor_of(request)
    return edit(
        request, VisitForm(request.POST or None, request.FILES or None, initial={"on": actor.today}),
        lambda data: services.record_visit(
            decision=found, **{**data, "child_came": data["child_came"] == "yes"}, by=actor
        ),
        lambda made: done(_("Recorded."), found), heading=_("A visit before the placement"), verb=_("Record it"),
        lede=_("With the children where it can be."), template="core/upload.html", **around(found),
    )  # fmt: skip


@page(P.DECISION_CARRY_OUT)
def area(request: HttpRequest, public_id: str, kind: str) -> HttpResponse:
    """The authority in whose area the home lies was notified, or consulted."""
    if kind not in AreaNotice.Kind.values:
        raise Http404
    found, actor = get_decision(request, public_id, P.DECISION_CARRY_OUT), actor_of(request)
    heading = (
        _("The area authority was notified") if kind == "notified" else _("The area authority was consulted")
    )
    return edit(
        request, AreaForm(request.POST or None, initial={"on": actor.today}),
        lambda data: services.tell_area(decision=found, kind=kind, **data, by=actor),
        lambda made: done(_("Recorded."), found), heading=heading, verb=_("Record it"), **around(found),
    )  # fmt: skip

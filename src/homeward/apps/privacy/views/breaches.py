"""Breaches: the form anybody fills in a minute, and the register the privacy officer keeps."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from homeward.apps.accounts.actors import actor_of
from homeward.apps.accounts.pages import get_visible, page
from homeward.apps.accounts.permissions import Permission as P
from homeward.apps.core.forms import crumb, edit
from homeward.apps.core.refusals import present
from homeward.apps.privacy import queries, services
from homeward.apps.privacy.forms import ReasonForm
from homeward.apps.privacy.lists import BREACH_TAGS, BREACHES
from homeward.apps.privacy.machine import BREACH
from homeward.apps.privacy.models import Breach
from homeward.apps.privacy.register_forms import BreachForm, CloseForm, ContainForm, JudgeForm, NoticeForm

Json = dict[str, Any]
B = Breach.State


def crumbs(found: Breach | None = None) -> list[dict[str, str]]:
    start = [crumb(_("Breaches"), "breaches")]
    return [*start, crumb(found.reference, "breach", found.public_id)] if found else start


def _address(found: Breach) -> str:
    return reverse("breach", args=[found.public_id])


@page(P.MEMBER)
def report(request: HttpRequest) -> HttpResponse:
    """Report a suspected breach: what happened and when it was discovered is enough."""
    actor = actor_of(request)
    now = timezone.localtime()
    form = BreachForm(
        request.POST or None, actor=actor, initial={"discovered_on": actor.today, "time": f"{now:%H:%M}"}
    )

    def do(data: Json) -> Breach:
        moment = form.moment("discovered_on")
        kept = {k: v for k, v in data.items() if k not in ("discovered_on", "time")}
        return services.report_breach(discovered_at=moment, **kept, by=actor)

    def done(made: Breach) -> tuple[str, str]:
        said = _("Reported as %(reference)s. The privacy officer was told and decides what follows.") % {
            "reference": made.reference
        }
        return said, _address(made) if actor.holds(P.BREACH_READ) else reverse("breach_reported")

    return edit(
        request, form, do, done, heading=_("Report a suspected breach"), verb=_("Report it"), back=reverse("start"), crumbs=[],
        lede=_("Something about a person was seen, sent or lost where it should not have been. Better one too many: whether "
               "it is a breach, the privacy officer decides."),
    )  # fmt: skip


@page(P.MEMBER)
def reported(request: HttpRequest) -> HttpResponse:
    """Where whoever reported lands who may not read the register."""
    return render(request, "privacy/reported.html", {"crumbs": []})


@page(P.BREACH_READ)
def breaches(request: HttpRequest) -> HttpResponse:
    actor = actor_of(request)
    return BREACHES.respond(
        request, queries.breaches(actor), heading=_("Breaches"),
        actions=[{"text": _("Report one"), "href": reverse("report_breach")}],
        crumbs=[crumb(_("Privacy"), "privacy")] if actor.holds(P.PRIVACY_READ) else [],
        lede=_("What came to where it does not belong, whether serious harm is likely, what was done, and who was told."),
    )  # fmt: skip


@page(P.BREACH_READ)
def breach(request: HttpRequest, public_id: str) -> HttpResponse:
    """One breach: the clock, whether serious harm is likely, containment, notices, what is next."""
    actor, found = actor_of(request), get_visible(Breach, request, public_id)
    notices = list(found.notices.select_related("recorded_by").order_by("given_at", "pk"))
    told = {row.told for row in notices}
    waits = found.state == B.REPORTED or (found.state == B.NOTIFIABLE and "commissioner" not in told)
    turn: Json = {"actions": [], "reasons": []}
    if actor.holds(P.BREACH_WRITE) and found.is_open:
        turn = _turn(found, actor, told)
    first = next((row for row in notices if row.told == "commissioner"), None)
    context = {
        "breach": found, "crumbs": crumbs(), "colour": BREACH_TAGS[found.state], "notices": notices, "turn": turn,
        "passed": bool(found.target_at and waits and timezone.now() > found.target_at), "waits": waits,
        "elapsed": _hours(found, first.given_at if first else timezone.now()), "first": first,
        "history": queries.timeline_of(found, _("Breach")),
    }  # fmt: skip
    return render(request, "privacy/breach.html", context)


def _hours(found: Breach, until: Any) -> int:
    """Whole elapsed hours since the discovery, whatever the clocks did."""
    return int((until - found.discovered_at).total_seconds() // 3600)


def _turn(found: Breach, actor: Any, told: set[str]) -> Json:
    def link(text: str, name: str, secondary: bool = True) -> Json:
        return {"text": text, "href": reverse(name, args=[found.public_id]), "secondary": secondary}

    actions: list[Json] = []
    reasons: list[Any] = []
    if found.state == B.REPORTED:
        actions.append(link(_("Is serious harm likely"), "judge_breach", False))
        actions.append(link(_("Record containment"), "contain_breach"))
        return {"actions": actions, "reasons": []}
    reasons = [present(r) for r in BREACH.why_not("close", found, actor)]
    if found.state == B.NOTIFIABLE and told != {"commissioner", "people"}:
        actions.append(link(_("Record a notice"), "breach_notice", False))
        if "people" not in told:
            actions.append(link(_("The people are not told"), "breach_not_told"))
    if not reasons:
        actions.append(link(_("Close it"), "close_breach", bool(actions)))
    actions.append(link(_("Record containment"), "contain_breach"))
    actions.append(link(_("Judge it again"), "judge_breach"))
    return {"actions": actions, "reasons": reasons}


def _step(
    request: HttpRequest, found: Breach, form: Any, do: Any, heading: str, verb: str, said: str, **more: Any
) -> HttpResponse:
    return edit(
        request, form, do, lambda made: (said, _address(found)), heading=heading, caption=found.reference, verb=verb,
        back=_address(found), crumbs=crumbs(found), **more,
    )  # fmt: skip


@page(P.BREACH_WRITE)
def contain(request: HttpRequest, public_id: str) -> HttpResponse:
    found, actor = get_visible(Breach, request, public_id, using=P.BREACH_WRITE), actor_of(request)
    initial = {
        "contained": found.contained,
        "affected": found.affected,
        "affected_count": found.affected_count,
    }
    form = ContainForm(request.POST or None, initial=initial)
    return _step(request, found, form, lambda data: services.contain_breach(breach=found, **data, by=actor),
                 _("How it was contained"), _("Record it"), _("Recorded."))  # fmt: skip


@page(P.BREACH_WRITE)
def judge(request: HttpRequest, public_id: str) -> HttpResponse:
    found, actor = get_visible(Breach, request, public_id, using=P.BREACH_WRITE), actor_of(request)
    return _step(request, found, JudgeForm(request.POST or None),
    lambda data: services.judge_breach(breach=found, **data, by=actor),
                 _("Is serious harm likely"), _("Decide"), _("Decided."))  # fmt: skip


@page(P.BREACH_WRITE)
def notice(request: HttpRequest, public_id: str) -> HttpResponse:
    found, actor = get_visible(Breach, request, public_id, using=P.BREACH_WRITE), actor_of(request)
    form = NoticeForm(
        request.POST or None,
        actor=actor,
        initial={"given_on": actor.today, "time": f"{timezone.localtime():%H:%M}"},
    )

    def do(data: Json) -> Any:
        moment = form.moment("given_on")
        kept = {k: v for k, v in data.items() if k not in ("given_on", "time")}
        return services.record_notice(breach=found, given_at=moment, **kept, by=actor)

    return _step(request, found, form, do, _("Record a notice"), _("Record it"), _("Recorded."),
                 lede=_("This records that somebody was told; it sends nothing."))  # fmt: skip


@page(P.BREACH_WRITE)
def not_told(request: HttpRequest, public_id: str) -> HttpResponse:
    found, actor = get_visible(Breach, request, public_id, using=P.BREACH_WRITE), actor_of(request)
    form = ReasonForm(request.POST or None, label=_("Why they are not told, or not yet"))
    return _step(request, found, form, lambda data: services.excuse_notice(breach=found, **data, by=actor),
                 _("The people affected are not told"), _("Record it"), _("Recorded."))  # fmt: skip


@page(P.BREACH_WRITE)
def close(request: HttpRequest, public_id: str) -> HttpResponse:
    found, actor = get_visible(Breach, request, public_id, using=P.BREACH_WRITE), actor_of(request)
    return _step(request, found, CloseForm(request.POST or None),
    lambda data: services.close_breach(breach=found, **data, by=actor),
                 _("Close this breach"), _("Close it"), _("Closed."))  # fmt: skip

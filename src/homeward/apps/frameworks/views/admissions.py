"""A provider on a framework: its company-wide checks, lots and rankings, and the decisions about it."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from homeward.apps.accounts.actors import actor_of
from homeward.apps.accounts.pages import get_visible, page
from homeward.apps.accounts.permissions import Permission as P
from homeward.apps.accounts.views.documents import documents_context
from homeward.apps.core.forms import crumb, edit
from homeward.apps.core.periods import ONE_DAY, from_db, last_night_before, say, say_day
from homeward.apps.core.refusals import present
from homeward.apps.core.timeline import Watched, timeline
from homeward.apps.core.vocabulary import label_of
from homeward.apps.frameworks import queries, services
from homeward.apps.frameworks.forms import CheckForm, EndForm, PlaceForm, WhyForm
from homeward.apps.frameworks.lists import ADMISSION_TAGS
from homeward.apps.frameworks.machine import ADMISSION
from homeward.apps.frameworks.models import Admission, LotAdmission, ProcurementCheck
from homeward.apps.frameworks.standing import CheckStanding, checks_of
from homeward.apps.frameworks.views.frameworks import kept, root
from homeward.apps.providers.models import Provider

State = Admission.State


@page(P.FRAMEWORK_READ)
def admission(request: HttpRequest, public_id: str) -> HttpResponse:
    """One provider on one framework."""
    actor = actor_of(request)
    found = get_visible(Admission, request, public_id)
    keeps = queries.keeps(actor, found)
    own_body = found.body_id == actor.body.pk
    on = max(actor.today, from_db(found.period).start)
    is_on = found.state in (State.APPLIED, State.ADMITTED)
    checks = checks_of(found.body, found.organisation, on)
    waiting = keeps and found.state == State.APPLIED
    why_not = [present(r) for r in ADMISSION.why_not("admit", found, actor)] if waiting else []
    every = ProcurementCheck.objects.filter(body=found.body, organisation=found.organisation)
    context: dict[str, Any] = {
        "admission": found, "keeps": keeps, "own_body": own_body, "state": ADMISSION_TAGS[found.state],
        "crumbs": crumbs(found), "period": say(from_db(found.period)),
        "checks": [_check(item, own_body) for item in checks],
        "faults": [present(item.reason) for item in checks if item.reason and is_on],
        "lots": [(row, ", ".join(row.regions) or _("every region")) for row in queries.lots_of(found)],
        "why_not": why_not, "waiting": waiting,
        "earlier": [_earlier(c) for c in every.order_by("-checked_on", "-pk")] if own_body else [],
        "history": _history(found) if keeps else None,
    }  # fmt: skip
    return render(request, "frameworks/admission.html", context)


def _check(item: CheckStanding, own_body: bool) -> dict[str, Any]:
    check = item.check
    words, tag = item.state
    return {
        "label": item.label, "words": words, "tag": tag, "required": item.is_required,
        "on": check.checked_on if check else None,
        "until": last_night_before(check.expires_on) if check and check.expires_on else None,
        "by": check.recorded_by.name if check and own_body else "",
        "href": reverse("procurement_check", args=[check.public_id]) if check and own_body else "",
    }  # fmt: skip


def _earlier(check: ProcurementCheck) -> dict[str, Any]:
    return {
        "label": label_of(check.body, "admission_checks", check.kind), "check": check,
        "href": reverse("procurement_check", args=[check.public_id]),
    }  # fmt: skip


def _history(found: Admission) -> Any:
    hidden = frozenset({"since"})
    return timeline(
        found,
        [
            Watched(Admission, "Admission", hidden=hidden),
            Watched(LotAdmission, "Lot", "admission"),
        ],
    )


def crumbs(found: Admission) -> list[dict[str, str]]:
    return [root(), crumb(found.framework.title, "framework", found.framework.public_id)]


def _around(found: Admission) -> dict[str, Any]:
    address = reverse("admission", args=[found.public_id])
    return {
        "caption": f"{found.organisation.name}, {found.framework.title}", "back": address,
        "crumbs": [*crumbs(found), {"text": found.organisation.name, "href": address}],
    }  # fmt: skip


def _back(found: Admission, said: str) -> tuple[str, str]:
    return said, reverse("admission", args=[found.public_id])


@page(P.FRAMEWORK_WRITE)
def add_check(request: HttpRequest, public_id: str) -> HttpResponse:
    """Record a check, with its evidence. It is company-wide: every framework of the body sees it."""
    actor, found = actor_of(request), kept(request, Admission, public_id)
    provider = Provider.objects.get(body=found.body, organisation=found.organisation)
    initial = {"kind": request.GET.get("kind"), "checked_on": actor.today}
    form = CheckForm(request.POST or None, request.FILES or None, actor=actor, initial=initial)
    return edit(
        request, form, lambda data: services.record_check(provider=provider, **form.given(), by=actor),
        lambda made: _back(found, _("Recorded. The newest check of each kind counts.")),
        template="frameworks/check_form.html", heading=_("Record a check"), verb=_("Record the check"),
        lede=_("It holds for the whole company, on every framework here."), **_around(found),
    )  # fmt: skip


@page(P.FRAMEWORK_WRITE)
def place(request: HttpRequest, public_id: str) -> HttpResponse:
    actor, found = actor_of(request), kept(request, Admission, public_id)
    form = PlaceForm(request.POST or None, framework=found.framework)
    return edit(
        request, form, lambda data: services.place_in_lot(admission=found, **form.given(), by=actor),
        lambda made: _back(found, _("Kept. A ranking made from now on takes it in.")),
        heading=_("Lot and regions"), verb=_("Keep"), **_around(found),
    )  # fmt: skip


@page(P.FRAMEWORK_WRITE)
@require_POST
def admit(request: HttpRequest, public_id: str) -> HttpResponse:
    found = kept(request, Admission, public_id)
    services.admit_provider(admission=found, by=actor_of(request))
    messages.success(request, _("Admitted. The provider's managers have been told."))
    return redirect("admission", found.public_id)


@page(P.FRAMEWORK_WRITE)
def decline(request: HttpRequest, public_id: str) -> HttpResponse:
    actor, found = actor_of(request), kept(request, Admission, public_id)
    return edit(
        request, WhyForm(request.POST or None),
        lambda data: services.decline_provider(admission=found, reason=data["reason"], by=actor),
        lambda made: _back(found, _("Not admitted. The provider's managers have been told why.")),
        heading=_("Do not admit this provider"), verb=_("Decline"), **_around(found),
    )  # fmt: skip


@page(P.FRAMEWORK_WRITE)
def end(request: HttpRequest, public_id: str) -> HttpResponse:
    actor, found = actor_of(request), kept(request, Admission, public_id)
    return edit(
        request, EndForm(request.POST or None),
        lambda data: services.end_admission(
            admission=found, on=data["last_day"] + ONE_DAY, reason=data["reason"], by=actor
        ),
        lambda made: _back(found, _("Ended. Published rankings stay as they are.")),
        heading=_("End the admission"), verb=_("End it"),
        lede=_("Contracts already made go on; monitoring of the provider passes to each authority."), **_around(found),
    )  # fmt: skip


@page(P.FRAMEWORK_READ)
def check(request: HttpRequest, public_id: str) -> HttpResponse:
    """One check with its evidence: for the people of the body that made it."""
    found = get_visible(ProcurementCheck, request, public_id)
    actor = actor_of(request)
    on = Admission.objects.visible_to(actor).filter(organisation=found.organisation, body=found.body)
    context: dict[str, Any] = {
        "check": found, "label": label_of(found.body, "admission_checks", found.kind),
        "tag": "ok" if found.result == ProcurementCheck.Result.PASSED else "bad",
        "until": say_day(last_night_before(found.expires_on)) if found.expires_on else _("it does not expire"),
        "crumbs": [root()], "admissions": [(a, a.framework.title) for a in on.select_related("framework")],
        **documents_context(request, found),
    }  # fmt: skip
    return render(request, "frameworks/check.html", context)

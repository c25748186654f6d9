"""The list of inspections, one with its report, recording one and taking one back."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from homeward.apps.accounts.actors import Actor, actor_of
from homeward.apps.accounts.pages import get_visible, page
from homeward.apps.accounts.permissions import Permission as P
from homeward.apps.accounts.scopes import may
from homeward.apps.accounts.views.documents import documents_context
from homeward.apps.core.forms import crumb, edit
from homeward.apps.core.timeline import Watched, timeline
from homeward.apps.inspections import queries, services
from homeward.apps.inspections.forms import InspectionForm, TakeBackForm
from homeward.apps.inspections.lists import INSPECTIONS, TAGS
from homeward.apps.inspections.models import Inspection
from homeward.apps.providers.models import Home, Provider
from homeward.apps.restrictions.subjects import homes_known, providers_known

Json = dict[str, Any]


def _crumbs() -> list[dict[str, str]]:
    return [crumb(_("Inspections"), "inspections")]


@page(P.INSPECTION_READ)
def inspections(request: HttpRequest) -> HttpResponse:
    """Every report on record; a provider's manager sees its own."""
    lede = _("What inspectorates found, as their reports say it. The latest of a home or service counts.")
    return INSPECTIONS.respond(
        request, queries.listed(actor_of(request)), heading=_("Inspections"), lede=lede
    )


@page(P.INSPECTION_READ)
def inspection(request: HttpRequest, public_id: str) -> HttpResponse:
    """Who inspected what, when, with which grade; the report; who recorded it."""
    actor = actor_of(request)
    found = get_visible(Inspection, request, public_id)
    stands = found.state == Inspection.State.RECORDED
    newer = (
        queries.listed(actor)
        .filter(
            organisation=found.organisation, home=found.home, state=Inspection.State.RECORDED,
            inspected_on__gt=found.inspected_on,
        )
        .order_by("-inspected_on")
        .first()
    )  # fmt: skip
    context = {
        "inspection": found, "regulator": queries.regulator_words(found), "grade": queries.grade_words(found),
        "state_colour": TAGS[Inspection.State(found.state)], "crumbs": _crumbs(), "newer": newer,
        "is_provider": actor.is_provider, **_links(found, actor),
        "takes_back": stands and found.body_id == actor.body.pk and may(actor, P.INSPECTION_WRITE, found),
        "history": [] if actor.is_provider else _history(found), **documents_context(request, found),
    }  # fmt: skip
    return render(request, "inspections/inspection.html", context)


def _links(found: Inspection, actor: Actor) -> Json:
    """Where to read on, as far as this person has such pages, and to record the next one."""
    home = found.home
    homes = Home.objects.visible_to(actor).filter(pk=home.pk) if home else Home.objects.none()
    providers = Provider.objects.visible_to(actor).filter(organisation=found.organisation)
    known = providers_known(actor).filter(organisation=found.organisation).first()
    again = ""
    if actor.holds(P.INSPECTION_WRITE):
        if home is not None:
            again = reverse("record_inspection", args=[home.public_id])
        elif known is not None:
            again = reverse("record_inspection_of_service", args=[known.public_id])
    return {"home": homes.first(), "provider": providers.first(), "again": again}


def _history(found: Inspection) -> Any:
    hidden = frozenset({"recorded_at", "recorded_by", "taken_back_at", "taken_back_by", "home", "note"})
    formats = {
        "grade": lambda code: queries.grade_words(Inspection(body=found.body, grade=code or "")),
        "regulator": lambda code: queries.regulator_words(Inspection(body=found.body, regulator=code or "")),
    }
    return timeline(found, [Watched(Inspection, _("Inspection"), hidden=hidden, formats=formats)])


@page(P.INSPECTION_WRITE)
def record(request: HttpRequest, public_id: str) -> HttpResponse:
    """Record the inspection of one home."""
    home = homes_known(actor_of(request)).filter(public_id=public_id).first()
    if home is None:
        raise Http404
    own = Home.objects.visible_to(actor_of(request)).filter(pk=home.pk).exists()
    return _record(request, None, home, reverse("home", args=[public_id]) if own else reverse("inspections"))


@page(P.INSPECTION_WRITE)
def record_of_service(request: HttpRequest, public_id: str) -> HttpResponse:
    """Record the inspection of a provider's registered service."""
    found = providers_known(actor_of(request)).filter(public_id=public_id).first()
    if found is None:
        raise Http404
    own = Provider.objects.visible_to(actor_of(request)).filter(pk=found.pk).exists()
    back = reverse("provider", args=[public_id]) if own else reverse("inspections")
    return _record(request, found, None, back)


def _record(request: HttpRequest, provider: Provider | None, home: Home | None, back: str) -> HttpResponse:
    actor = actor_of(request)
    name = home.name if home else str(provider)
    form = InspectionForm(request.POST or None, request.FILES or None, actor=actor)
    organisation = home.organisation if home else provider.organisation if provider else None
    return edit(
        request, form,
        lambda data: services.record_inspection(organisation=organisation, home=home, **data, by=actor),
        lambda made: (_("Recorded. It counts from now on where it is the latest."), reverse("inspection", args=[made.public_id])),
        heading=_("Record an inspection of %(name)s") % {"name": name}, template="core/upload.html",
        caption=_("Home") if home else _("Registered service"), verb=_("Record it"), back=back, crumbs=_crumbs(),
    )  # fmt: skip


@page(P.INSPECTION_WRITE)
def take_back(request: HttpRequest, public_id: str) -> HttpResponse:
    found, actor = get_visible(Inspection, request, public_id, using=P.INSPECTION_WRITE), actor_of(request)
    address = reverse("inspection", args=[public_id])
    return edit(
        request, TakeBackForm(request.POST or None),
        lambda data: services.take_back_inspection(inspection=found, **data, by=actor),
        lambda made: (_("Taken back. It counts no more."), address),
        heading=_("Take this inspection back"), caption=str(found), verb=_("Take it back"), back=address,
        lede=_("For what was recorded wrongly. It stays readable with your reason."),
        crumbs=[*_crumbs(), crumb(found.subject, "inspection", public_id)],
    )  # fmt: skip

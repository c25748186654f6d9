"""List, page, record, change, end and remove placements; look into a breach."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from homeward.apps.accounts.actors import actor_of
from homeward.apps.accounts.pages import get_visible, page
from homeward.apps.accounts.permissions import Permission as P
from homeward.apps.accounts.scopes import may
from homeward.apps.agreements.models import Line
from homeward.apps.children.models import Child
from homeward.apps.core import audit
from homeward.apps.core.vocabulary import label_of
from homeward.apps.geography.places import has_areas
from homeward.apps.placements import choosers, presenters, queries, services
from homeward.apps.placements.forms import ChangeForm, EndForm, NoteForm, PlacementForm, ReasonForm
from homeward.apps.placements.lists import STATES, placements_list
from homeward.apps.placements.models import Placement
from homeward.apps.placements.panels import panels_for
from homeward.apps.placements.words import breaches_in_words
from homeward.apps.providers.models import Home
from homeward.web.addresses import address_of


def crumbs(placement: Placement | None = None) -> list[dict[str, str]]:
    found = [{"text": _("Placements"), "href": reverse("placements")}]
    if placement is not None:
        found.append({"text": str(placement), "href": reverse("placement", args=[placement.public_id])})
    return found


def posted(request: HttpRequest) -> Any:
    """What was sent, also when it is empty; None when the page is only opened."""
    return request.POST if request.method == "POST" else None


@page(P.PLACEMENT_READ)
def placements(request: HttpRequest) -> HttpResponse:
    """The placements a person may see. Each child on the page, or in the file, counts as read."""
    actor = actor_of(request)
    actions: list[dict[str, Any]] = []
    if actor.holds(P.PLACEMENT_WRITE):
        actions.append({"text": _("Record a placement"), "href": reverse("record_placement")})
    if actor.holds(P.EXCEED_READ):
        actions.append(
            {"text": _("Requests to exceed"), "href": reverse("exceed_requests"), "secondary": True}
        )
    if has_areas(actor.body):
        actions.append({"text": _("By area"), "href": reverse("placements_by_area"), "secondary": True})
    return placements_list(actor).respond(
        request,
        queries.listed(actor),
        seen=lambda rows: audit.record_reads(actor, (p.child for p in rows), list="placements"),
        heading=_("Placements"),
        actions=actions,
    )


@page(P.PLACEMENT_READ)
def placement(request: HttpRequest, public_id: str) -> HttpResponse:
    """One stay: its nights in words, spells, breaches, where it came from and what happened to it."""
    actor = actor_of(request)
    found = _placement(request, public_id)
    audit.record_read(actor, found.child, placement=found.public_id)
    spells = list(found.spells.order_by("period", "kind"))
    named = queries.name_may_be_seen(found.child, actor)
    context: dict[str, Any] = {
        "placement": found,
        "crumbs": crumbs(),
        "state": STATES[found.state],
        "may_write": may(actor, P.PLACEMENT_WRITE, found),
        "child_name": found.child.name if named else "",
        "links": _links(found, named, actor),
        "placement_type": label_of(actor.body, "placement_types", found.placement_type, found.stay.start),
        "end_reason": label_of(actor.body, "end_reasons", found.end_reason, found.stay.end),
        "service_type": label_of(actor.body, "service_types", found.line.service_type) if found.line else "",
        "in_words": presenters.stay_in_words(found.stay, spells, actor.today),
        "segments": presenters.segments(found.stay, spells, actor.body, actor.today),
        "spells": [(spell, presenters.spell_words(spell, actor.body)) for spell in spells],
        "breaches": presenters.breach_notes(found, actor.today),
        "others": queries.at_the_same_time(found, actor),
        "panels": panels_for(actor, found),
        "history": presenters.history(found, actor),
    }
    return render(request, "placements/placement.html", context)


def _placement(request: HttpRequest, public_id: str, using: P | None = None) -> Any:
    """The stay with what its page needs, or 404."""
    actor = actor_of(request)
    get_visible(Placement, request, public_id, using=using)
    return queries.listed(actor).select_related("line__body", "line__home", "body").get(public_id=public_id)


def _links(found: Placement, named: bool, actor: Any) -> dict[str, str]:
    """Addresses of what stands around the stay, where this person may open them."""
    line = found.line
    return {
        "child": (address_of("child", found.child.public_id) or "") if named else "",
        "home": (address_of("home", found.home.public_id) or "")
        if may(actor, P.HOME_READ, found.home)
        else "",
        "line": (address_of("line", line.public_id) or "")
        if line and may(actor, P.AGREEMENT_READ, line)
        else "",
    }


@page(P.PLACEMENT_WRITE)
def record_placement(request: HttpRequest) -> HttpResponse:
    actor = actor_of(request)
    form = PlacementForm(posted(request), actor=actor, initial=_asked_for(request))
    if request.method == "POST" and form.is_valid():
        made = services.record_placement(**form.values(), by=actor)
        _tell(request, _("Recorded."), made)
        return redirect("placement", made.public_id)
    return form_page(
        request, form, _("Record a placement"), _("Record it"), reverse("placements"),
        lede=_("Record what happened. A full home or an ended line does not refuse it; it is flagged."),
    )  # fmt: skip


def _asked_for(request: HttpRequest) -> dict[str, str]:
    """Child, home and line named in the address by a page that leads here."""
    actor = actor_of(request)
    initial: dict[str, str] = {}
    for name, model in (("child", Child), ("home", Home), ("line", Line)):
        thing = model.objects.visible_to(actor).filter(public_id=request.GET.get(name, "")).first()
        if thing is not None:
            initial[name] = thing.public_id if name == "line" else thing.reference
    return initial


@page(P.PLACEMENT_WRITE)
def change_placement(request: HttpRequest, public_id: str) -> HttpResponse:
    actor = actor_of(request)
    found = _placement(request, public_id, P.PLACEMENT_WRITE)
    audit.record_read(actor, found.child, placement=found.public_id)
    form = ChangeForm(posted(request), actor=actor, placement=found, initial=ChangeForm.initial_of(found))
    if request.method == "POST" and form.is_valid():
        services.change_placement(
            placement=found, by=actor, reason=form.cleaned_data["reason"], **form.values()
        )
        _tell(request, _("Changed. What stood there before is kept in its history."), found)
        return redirect("placement", found.public_id)
    back = reverse("placement", args=[found.public_id])
    return form_page(request, form, _("Change this placement"), _("Change it"), back, found)


@page(P.PLACEMENT_WRITE)
def end_placement(request: HttpRequest, public_id: str) -> HttpResponse:
    actor = actor_of(request)
    found = _placement(request, public_id, P.PLACEMENT_WRITE)
    audit.record_read(actor, found.child, placement=found.public_id)
    initial = {"on": found.stay.end, "end_reason": found.end_reason}
    form = EndForm(posted(request), actor=actor, placement=found, initial=initial)
    if request.method == "POST" and form.is_valid():
        services.end_placement(placement=found, by=actor, **form.cleaned_data)
        _tell(request, _("Ended."), found)
        return redirect("placement", found.public_id)
    back = reverse("placement", args=[found.public_id])
    return form_page(request, form, _("End this placement"), _("End it"), back, found)


@page(P.PLACEMENT_WRITE)
def remove_placement(request: HttpRequest, public_id: str) -> HttpResponse:
    actor = actor_of(request)
    found = _placement(request, public_id, P.PLACEMENT_WRITE)
    audit.record_read(actor, found.child, placement=found.public_id)
    form = ReasonForm(posted(request))
    if request.method == "POST" and form.is_valid():
        services.remove_placement(placement=found, reason=form.cleaned_data["reason"], by=actor)
        messages.success(request, _("Removed. Its history is kept."))
        return redirect("placements")
    back = reverse("placement", args=[found.public_id])
    return form_page(
        request, form, _("Remove this placement"), _("Remove it"), back, found, danger=True,
        lede=_("Only for a stay that never was. A stay that is over is ended. Its spells go with it."),
    )  # fmt: skip


@page(P.PLACEMENT_WRITE)
def note_breaches(request: HttpRequest, public_id: str) -> HttpResponse:
    actor = actor_of(request)
    found = _placement(request, public_id, P.PLACEMENT_WRITE)
    audit.record_read(actor, found.child, placement=found.public_id)
    form = NoteForm(posted(request))
    if request.method == "POST" and form.is_valid():
        services.note_breaches(placement=found, note=form.cleaned_data["note"], by=actor)
        messages.success(request, _("Noted. The breach stays on the record; it asks nobody any more."))
        return redirect("placement", found.public_id)
    back = reverse("placement", args=[found.public_id])
    lede = breaches_in_words(found.breaches)
    return form_page(request, form, _("Look into the breach"), _("Keep the note"), back, found, lede=lede)


def _tell(request: HttpRequest, text: str, placement: Any) -> None:
    """What was done, and what should be known about it."""
    messages.success(request, text)
    for problem in placement.warnings:
        messages.warning(request, f"{problem.message} {problem.remedy}")
    if placement.open_breaches:
        told = _("Flagged: %(breaches)s. Contract management is asked to look into it.")
        messages.warning(request, told % {"breaches": breaches_in_words(placement.open_breaches).lower()})


def form_page(
    request: HttpRequest,
    form: Any,
    heading: str,
    verb: str,
    back: str,
    placement: Placement | None = None,
    *,
    lede: str = "",
    danger: bool = False,
) -> HttpResponse:
    actor = actor_of(request)
    context = {
        "form": form,
        "form_errors": bool(form.errors),
        "heading": heading,
        "caption": str(placement) if placement else "",
        "lede": lede,
        "verb": verb,
        "danger": danger,
        "back": back,
        "crumbs": crumbs(placement),
        "homes": choosers.homes_on_offer(actor) if "home" in form.fields else [],
    }
    return render(request, "placements/form.html", context)

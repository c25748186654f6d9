"""Record, change and remove spells of a placement."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _

from homeward.apps.accounts.actors import actor_of
from homeward.apps.accounts.pages import get_visible, page
from homeward.apps.accounts.permissions import Permission as P
from homeward.apps.core import audit
from homeward.apps.placements import presenters, services
from homeward.apps.placements.forms import ReasonForm, SpellForm
from homeward.apps.placements.models import Placement, Spell
from homeward.apps.placements.views.placements import form_page, posted
from homeward.web import dates


@page(P.PLACEMENT_WRITE)
def record_spell(request: HttpRequest, public_id: str) -> HttpResponse:
    actor = actor_of(request)
    placement = get_visible(Placement, request, public_id, using=P.PLACEMENT_WRITE)
    audit.record_read(actor, placement.child, placement=placement.public_id)
    form = SpellForm(posted(request), actor=actor, placement=placement)
    if request.method == "POST" and form.is_valid():
        spell = services.record_spell(placement=placement, by=actor, **form.values())
        return _told(request, spell, _("Recorded."))
    lede = _("The placement runs %(nights)s.") % {"nights": dates.nights(placement.stay)}
    return form_page(
        request, form, _("Record a spell"), _("Record it"), _back(placement), placement, lede=lede
    )


@page(P.PLACEMENT_WRITE)
def change_spell(request: HttpRequest, public_id: str) -> HttpResponse:
    actor = actor_of(request)
    spell = get_visible(Spell, request, public_id, using=P.PLACEMENT_WRITE)
    placement = spell.placement
    audit.record_read(actor, placement.child, placement=placement.public_id)
    form = SpellForm(
        posted(request),
        actor=actor,
        placement=placement,
        spell=spell,
        initial=SpellForm.initial_of(spell),
    )
    if request.method == "POST" and form.is_valid():
        services.change_spell(spell=spell, by=actor, reason=form.cleaned_data["reason"], **form.values())
        return _told(request, spell, _("Changed. What stood there before is kept in its history."))
    return form_page(request, form, _("Change this spell"), _("Change it"), _back(placement), placement)


@page(P.PLACEMENT_WRITE)
def remove_spell(request: HttpRequest, public_id: str) -> HttpResponse:
    actor = actor_of(request)
    spell = get_visible(Spell, request, public_id, using=P.PLACEMENT_WRITE)
    placement = spell.placement
    audit.record_read(actor, placement.child, placement=placement.public_id)
    form = ReasonForm(posted(request))
    if request.method == "POST" and form.is_valid():
        services.remove_spell(spell=spell, reason=form.cleaned_data["reason"], by=actor)
        messages.success(request, _("Removed. Its history is kept."))
        return redirect("placement", placement.public_id)
    words = presenters.spell_words(spell, actor.body)
    lede = _("%(words)s, %(nights)s. Only for a spell that never was.") % {
        "words": words,
        "nights": dates.nights(spell.period),
    }
    return form_page(
        request,
        form,
        _("Remove this spell"),
        _("Remove it"),
        _back(placement),
        placement,
        lede=lede,
        danger=True,
    )


def _back(placement: Placement) -> str:
    return reverse("placement", args=[placement.public_id])


def _told(request: HttpRequest, spell: Spell, text: str) -> HttpResponse:
    messages.success(request, text)
    for problem in spell.warnings:
        messages.warning(request, f"{problem.message} {problem.remedy}")
    return redirect("placement", spell.placement.public_id)

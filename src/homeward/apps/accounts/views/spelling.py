"""How an organisation writes a long vowel of te reo Māori."""

from __future__ import annotations

from django import forms
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from homeward.apps.accounts import services
from homeward.apps.accounts.actors import actor_of
from homeward.apps.accounts.models import Spelling
from homeward.apps.accounts.pages import page
from homeward.apps.accounts.permissions import Permission as P
from homeward.apps.core.forms import RecordForm, edit


class SpellingForm(RecordForm):
    spelling = forms.ChoiceField(
        label=gettext_lazy("Long vowels"), choices=Spelling.choices, widget=forms.RadioSelect
    )


@page(P.SPELLING_CHOOSE)
def spelling(request: HttpRequest) -> HttpResponse:
    """Choose it for everybody who acts for the organisation, or for the body."""
    actor = actor_of(request)
    whose = actor.organisation or actor.body
    return edit(
        request, SpellingForm(request.POST or None, initial={"spelling": whose.spelling}),
        lambda data: services.choose_spelling(spelling=data["spelling"], by=actor) or whose,
        lambda done: (_("Saved. The words of these pages follow it from now on."), reverse("start")),
        heading=_("Spelling of te reo Māori"), caption=whose.name, verb=_("Save"), back=reverse("start"),
        lede=_(
            "Some iwi write long vowels with two letters. This changes the words of these pages for your people; names are"
            " never changed."
        ),
    )  # fmt: skip

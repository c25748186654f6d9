"""Entering a value: the form, the page to check the answers, proposing."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from homeward.apps.accounts.actors import Actor, actor_of
from homeward.apps.accounts.pages import get_visible, page
from homeward.apps.accounts.permissions import Permission as P
from homeward.apps.core.forms import crumb, edit
from homeward.apps.local_policy import presenters, services, words
from homeward.apps.local_policy.forms import ValueForm, initial_of
from homeward.apps.local_policy.models import LocalValue
from homeward.apps.local_policy.queries import pack_of
from homeward.apps.local_policy.shape import About
from homeward.apps.local_policy.views.parameters import parameter_of, rules_crumbs
from homeward.policy import Pack


@page(P.POLICY_PROPOSE)
def enter_value(request: HttpRequest, path: str) -> HttpResponse:
    """A value with its source. `?for=` ticks a key. What is entered becomes a draft, then its answers are checked."""
    actor = actor_of(request)
    pack = pack_of(actor.body)
    about = _about(actor, pack, path)
    keys = [key for key in request.GET.getlist("for") if key in about.parameter.keys]
    return _form(request, about, ValueForm(request.POST or None, about=about, initial={"keys": keys}), None)


@page(P.POLICY_PROPOSE)
def change_draft(request: HttpRequest, public_id: str) -> HttpResponse:
    """The same form over a draft of one's own."""
    actor = actor_of(request)
    draft = get_visible(LocalValue, request, public_id, using=P.POLICY_PROPOSE)
    about = _about(actor, pack_of(actor.body), draft.path, draft.value)
    form = ValueForm(request.POST or None, about=about, initial=initial_of(draft, about))
    return _form(request, about, form, draft)


def _about(actor: Actor, pack: Pack, path: str, current: Any = None) -> About:
    parameter = parameter_of(pack, path)
    if current is None:
        today = (parameter.on(actor.today, key) for key in parameter.keys)
        current = next((value.value for value in today if value is not None), None)
    return About(actor.body, pack, parameter, actor.today, current)


def _form(request: HttpRequest, about: About, form: ValueForm, draft: LocalValue | None) -> HttpResponse:
    actor = actor_of(request)
    path, name = about.parameter.path, words.name_of(about.parameter)
    today = [
        value for key in about.parameter.keys if (value := about.parameter.on(actor.today, key)) is not None
    ]
    return edit(
        request,
        form,
        lambda data: services.draft_value(path=path, draft=draft, by=actor, **form.given()),
        lambda value: (
            _("Kept as a draft. Check it, then propose it."),
            reverse("local_value", args=[value.public_id]),
        ),
        template="local_policy/enter.html",
        heading=_("Enter a value"),
        caption=name,
        lede=_("It changes nothing until a second person has confirmed it."),
        lines=presenters.lines_of(about.pack, actor.body, about.parameter, today),
        parameter=about.parameter,
        verb=_("Check your answers"),
        back=reverse("local_value", args=[draft.public_id]) if draft else reverse("parameter", args=[path]),
        crumbs=[*rules_crumbs(), crumb(words.short_name(path), "parameter", path)],
    )


@page(P.POLICY_PROPOSE)
@require_POST
def propose_value(request: HttpRequest, public_id: str) -> HttpResponse:
    draft = get_visible(LocalValue, request, public_id, using=P.POLICY_PROPOSE)
    services.propose_value(value=draft, by=actor_of(request))
    messages.success(
        request, _("Proposed. Whoever may confirm it has been told; until then nothing changes.")
    )
    return redirect("local_value", public_id)

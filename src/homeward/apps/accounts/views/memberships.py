"""Changing, ending and standing in for a role."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from homeward.apps.accounts import services
from homeward.apps.accounts.actors import actor_of
from homeward.apps.accounts.forms import ChangeForm, DeputyForm, EndForm, day_after, show_refusal
from homeward.apps.accounts.models import Membership
from homeward.apps.accounts.pages import get_visible, page
from homeward.apps.accounts.permissions import Permission as P
from homeward.apps.accounts.queries.people import colleagues
from homeward.apps.accounts.roles import Role
from homeward.apps.core.refusals import Refused
from homeward.web.dates import day


@page(P.MEMBERSHIP_MANAGE)
@require_http_methods(["GET", "HEAD", "POST"])
def change(request: HttpRequest, public_id: str) -> HttpResponse:
    """Other terms for a role."""
    actor = actor_of(request)
    membership = _membership(request, public_id)
    form = ChangeForm(request.POST or None, actor=actor, initial=ChangeForm.initial_of(membership))
    if request.method == "POST" and form.is_valid():
        try:
            services.change_membership(
                membership=membership, **form.terms(), reason=form.cleaned_data["reason"], by=actor
            )
        except Refused as refused:
            show_refusal(form, refused)
        else:
            messages.success(request, _("Changed. %(name)s is told.") % {"name": membership.user.name})
            return redirect("person", public_id=membership.user.public_id)
    context = _context(membership, form) | {
        "deputies": membership.deputies.filter(ended_at=None).select_related("user")
    }
    return render(request, "accounts/change_membership.html", context)


@page(P.MEMBERSHIP_MANAGE)
@require_http_methods(["GET", "HEAD", "POST"])
def deputise(request: HttpRequest, public_id: str) -> HttpResponse:
    """Name a deputy."""
    actor = actor_of(request)
    membership = _membership(request, public_id)
    people = colleagues(membership, actor)
    form = DeputyForm(request.POST or None, people=people, initial={"start": actor.today})
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        try:
            services.deputise(
                principal=membership,
                deputy=data["deputy"],
                start=data["start"],
                end=day_after(data["last_day"]),
                reason=data["reason"],
                by=actor,
            )
        except Refused as refused:
            show_refusal(form, refused)
        else:
            told = {"deputy": data["deputy"].name, "name": membership.user.name, "day": day(data["last_day"])}
            messages.success(
                request, _("%(deputy)s stands in for %(name)s to %(day)s. Both are told.") % told
            )
            return redirect("person", public_id=membership.user.public_id)
    return render(
        request, "accounts/deputise.html", _context(membership, form) | {"nobody": not people.exists()}
    )


@page(P.MEMBERSHIP_MANAGE)
@require_http_methods(["GET", "HEAD", "POST"])
def end(request: HttpRequest, public_id: str) -> HttpResponse:
    """End a role, after a question that says what else ends."""
    membership = _membership(request, public_id)
    form = EndForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        on, reason = day_after(form.cleaned_data["last_day"]), form.cleaned_data["reason"]
        try:
            services.end_membership(membership=membership, on=on, reason=reason, by=actor_of(request))
        except Refused as refused:
            show_refusal(form, refused)
        else:
            name = {"name": membership.user.name}
            ended = (
                _("The role of %(name)s has ended.") if on is None else _("The last day of %(name)s is set.")
            )
            messages.success(request, ended % name)
            return redirect("person", public_id=membership.user.public_id)
    context = _context(membership, form) | {
        "deputies": membership.deputies.filter(ended_at=None).select_related("user")
    }
    return render(request, "accounts/end_membership.html", context)


def _membership(request: HttpRequest, public_id: str) -> Membership:
    return get_visible(Membership, request, public_id, using=P.MEMBERSHIP_MANAGE)


def _context(membership: Membership, form: Any) -> dict[str, Any]:
    user = membership.user
    return {
        "m": membership,
        "person": user,
        "role": Role(membership.role).label,
        "form": form,
        "form_errors": bool(form.errors),
        "back": reverse("person", args=[user.public_id]),
        "crumbs": [
            {"text": _("People"), "href": reverse("people")},
            {"text": user.name, "href": reverse("person", args=[user.public_id])},
        ],
    }

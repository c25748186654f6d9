"""Tokens of programs: one's own, those of the body, making, collecting and revoking them."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from homeward.apps.accounts import services
from homeward.apps.accounts.actors import actor_of
from homeward.apps.accounts.forms import TokenForm, show_refusal
from homeward.apps.accounts.models import ApiToken, Membership
from homeward.apps.accounts.pages import get_visible, page
from homeward.apps.accounts.permissions import Permission as P
from homeward.apps.accounts.queries import tokens as queries
from homeward.apps.accounts.roles import Role
from homeward.apps.accounts.services.tokens import offered_to
from homeward.apps.core.refusals import Refused

USUAL_LIFE = dt.timedelta(days=90)


@page(P.MEMBER)
@require_safe
def tokens(request: HttpRequest) -> HttpResponse:
    """The tokens by which programs act in this role."""
    actor = actor_of(request)
    context = {
        "tokens": queries.shown(queries.own_tokens(actor), actor.today),
        "may_make": bool(offered_to(actor.role)),
        "crumbs": [_crumb()],
    }
    return render(request, "accounts/tokens.html", context)


@page(P.MEMBERSHIP_READ)
@require_safe
def all_tokens(request: HttpRequest) -> HttpResponse:
    """Every token of the body, whoever's it is."""
    actor = actor_of(request)
    context = {
        "tokens": queries.shown(queries.tokens_of(actor), actor.today),
        "manages": actor.holds(P.MEMBERSHIP_MANAGE),
        "crumbs": [{"text": _("People"), "href": reverse("people")}],
    }
    return render(request, "accounts/all_tokens.html", context)


@page(P.MEMBER)
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def make(request: HttpRequest) -> HttpResponse:
    """Make a token for the role one acts in, and show its secret, this once."""
    actor = actor_of(request)
    return _make(request, actor.membership, reverse("tokens"))


@page(P.MEMBERSHIP_MANAGE)
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def make_for(request: HttpRequest, public_id: str) -> HttpResponse:
    """Ask for a token of somebody else's role: they collect its secret themselves."""
    membership = get_visible(Membership, request, public_id, using=P.MEMBERSHIP_MANAGE)
    return _make(request, membership, reverse("person", args=[membership.user.public_id]))


def _make(request: HttpRequest, membership: Membership, back: str) -> HttpResponse:
    actor = actor_of(request)
    if not offered_to(membership.role):
        raise Http404
    initial = {"last_day": actor.today + USUAL_LIFE}
    form = TokenForm(request.POST or None, role=membership.role, initial=initial)
    if request.method == "POST" and form.is_valid():
        try:
            token, secret = services.create_token(membership=membership, **form.terms(), by=actor)
        except Refused as refused:
            show_refusal(form, refused)
        else:
            if secret:
                return _show_once(request, token, secret)
            told = _("Asked for. %(name)s is told, and collects it.")
            messages.success(request, told % {"name": membership.user.name})
            return redirect(back)
    context: dict[str, Any] = {
        "form": form, "form_errors": bool(form.errors), "m": membership, "back": back,
        "role": Role(membership.role).label, "is_own": membership == actor.membership,
        "crumbs": [_crumb()] if membership == actor.membership else [],
    }  # fmt: skip
    return render(request, "accounts/make_token.html", context)


@page(P.MEMBER)
@never_cache
@require_POST
def collect(request: HttpRequest, public_id: str) -> HttpResponse:
    """Make the secret of a token that an administrator asked for, and show it, this once."""
    actor = actor_of(request)
    token = _one(queries.own_tokens(actor), public_id)
    secret = services.collect_token(token=token, by=actor)
    return _show_once(request, token, secret)


@page(P.MEMBER)
@require_http_methods(["GET", "HEAD", "POST"])
def revoke(request: HttpRequest, public_id: str) -> HttpResponse:
    """Revoke one's own token, or as administrator anybody's of the body, after a question."""
    actor = actor_of(request)
    token = _one(queries.revocable(actor), public_id)
    own = token.membership_id == actor.membership.pk
    if request.method == "POST":
        services.revoke_token(token=token, by=actor)
        messages.success(request, _("Revoked. Its next call finds the door closed."))
        return redirect("tokens" if own else "all_tokens")
    context = {"token": token, "back": reverse("tokens" if own else "all_tokens")}
    return render(request, "accounts/revoke_token.html", context)


def _show_once(request: HttpRequest, token: ApiToken, secret: str) -> HttpResponse:
    """The answer to the post itself: the secret stands in no session, and going back does not show it again."""
    shown = queries.shown_one(token, actor_of(request).today)
    return render(
        request,
        "accounts/token_once.html",
        {"t": shown, "token": token, "secret": secret, "crumbs": [_crumb()]},
    )


def _one(rows: Any, public_id: str) -> ApiToken:
    found: ApiToken | None = rows.filter(public_id=public_id).first()
    if found is None:
        raise Http404
    return found


def _crumb() -> dict[str, str]:
    return {"text": _("Your roles"), "href": reverse("memberships")}

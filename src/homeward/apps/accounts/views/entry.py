"""The ways in: an invitation, the choice of a role, and the demonstration's buttons."""

from __future__ import annotations

from typing import cast

from allauth.account.internal.flows.login import record_authentication
from allauth.usersessions.models import UserSession
from django.conf import settings
from django.contrib import messages
from django.contrib.auth import login
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from homeward.apps.accounts import demo, services
from homeward.apps.accounts.actors import actor_of
from homeward.apps.accounts.forms import AcceptForm, show_refusal
from homeward.apps.accounts.middleware import SESSION_KEY, actors_of
from homeward.apps.accounts.models import Invitation, Membership, User
from homeward.apps.accounts.pages import page
from homeward.apps.accounts.permissions import Permission as P
from homeward.apps.accounts.roles import DESCRIPTIONS, Role
from homeward.apps.accounts.services.invitations import digest_of
from homeward.apps.core.refusals import Refused

KEY = "invitation"


@page(P.PUBLIC)
@never_cache
@require_safe
def open_invitation(request: HttpRequest, token: str) -> HttpResponse:
    """Keep the letter's token in the session as its digest: it stands in no address or log after this."""
    request.session[KEY] = digest_of(token)
    return redirect("invitation")


@page(P.PUBLIC)
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def invitation(request: HttpRequest) -> HttpResponse:
    """Accept an invitation: a new person gives name and password, a known one signs in and says yes."""
    found = (
        Invitation.objects.filter(token_digest=request.session.get(KEY, ""))
        .select_related("body", "organisation")
        .first()
    )
    state = found.state if found else "unknown"
    if found is None or state != "open":
        return render(
            request, "accounts/invitation_unusable.html", {"state": state}, status=410 if found else 404
        )
    known = User.objects.filter(email=found.email).first()
    signed_in = request.user if request.user.is_authenticated else None
    form = (
        AcceptForm(request.POST or None, initial={"name": found.name})
        if not known and not signed_in
        else None
    )
    if request.method == "POST" and (form is None or form.is_valid()):
        try:
            return _accept(request, found, form, signed_in)
        except Refused as refused:
            if form is None:
                raise
            show_refusal(form, refused)
    role = Role(found.role)
    context = {
        "invitation": found,
        "role": role.label,
        "words": DESCRIPTIONS[role].words,
        "form": form,
        "known": known is not None,
        "signed_in": signed_in,
        "fits": signed_in is not None and signed_in == known,
        "form_errors": bool(form and form.errors),
    }
    return render(request, "accounts/invitation.html", context)


def _accept(
    request: HttpRequest, found: Invitation, form: AcceptForm | None, signed_in: User | None
) -> HttpResponse:
    given = {"name": form.cleaned_data["name"], "password": form.cleaned_data["password"]} if form else {}
    language = request.session.get("language") or found.body.interface_languages[0]
    membership = services.accept_invitation(
        digest=found.token_digest, language=language, signed_in=signed_in, **given
    )
    if signed_in is None:
        login(request, membership.user, backend=demo.BACKEND)
        record_authentication(request, membership.user, method="password", reauthenticated=True)
        UserSession.objects.create_from_request(request)
    request.session.pop(KEY, None)
    request.session[SESSION_KEY] = membership.public_id
    messages.success(request, _("The invitation is accepted."))
    return redirect("/" if signed_in else "mfa_index")


@page(P.SIGNED_IN)
@require_safe
def no_role(request: HttpRequest) -> HttpResponse:
    """For a person who is somebody here, but has nothing to do now."""
    if actor_of(request) is not None:
        return redirect("memberships")
    later = (
        Membership.objects.filter(user=cast(User, request.user), ended_at=None)
        .select_related("body")
        .order_by("start")
    )
    return render(
        request, "accounts/no_role.html", {"later": [m for m in later if not m.end or m.end > m.start]}
    )


@page(P.MEMBER)
@require_safe
def memberships(request: HttpRequest) -> HttpResponse:
    """The roles a person may act in, and their own way of signing in."""
    held = actors_of(request.user)
    return render(request, "accounts/memberships.html", {"held": held, "descriptions": DESCRIPTIONS})


@page(P.MEMBER)
@require_POST
def choose_membership(request: HttpRequest) -> HttpResponse:
    """Act in another of one's own roles from now on."""
    wanted = request.POST.get("membership", "")
    actor = next((a for a in actors_of(request.user) if a.membership.public_id == wanted), None)
    if actor is None:
        raise Http404
    request.session[SESSION_KEY] = wanted
    return redirect("/")


@page(P.PUBLIC)
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def demo_page(request: HttpRequest) -> HttpResponse:
    """One button for each invented person. There is no such page outside the demonstration."""
    if not settings.DEMO:
        raise Http404
    if request.method == "POST":
        chosen = get_object_or_404(
            Membership.objects.select_related("user"), public_id=request.POST.get("membership", "")
        )
        demo.sign_in_as(request, chosen.user, chosen)
        return redirect("/")
    return render(request, "accounts/demo.html", {"groups": demo.demo_people()})

"""Inviting people, and what became of each invitation."""

from __future__ import annotations

from typing import Any

import django_filters
from django.contrib import messages
from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext, pgettext_lazy
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from homeward.apps.accounts import services
from homeward.apps.accounts.actors import actor_of
from homeward.apps.accounts.forms import InviteForm, limit_words, show_refusal
from homeward.apps.accounts.models import Invitation
from homeward.apps.accounts.pages import get_visible, page
from homeward.apps.accounts.permissions import Permission as P
from homeward.apps.accounts.roles import Role
from homeward.apps.core.refusals import Refused
from homeward.web.lists import Column, ListPage
from homeward.web.numbers import number

STATES = {
    "open": (pgettext_lazy("state", "Open"), "info"),
    "accepted": (_("Accepted"), "ok"),
    "withdrawn": (_("Withdrawn"), "plain"),
    "expired": (_("Too old"), "warn"),
}


class InvitationFilter(django_filters.FilterSet):
    state = django_filters.ChoiceFilter(
        label=_("State"),
        choices=[(k, v[0]) for k, v in STATES.items()],
        empty_label=_("All"),
        method="in_state",
    )
    role = django_filters.ChoiceFilter(label=_("Role"), choices=Role.choices, empty_label=_("All"))

    class Meta:
        model = Invitation
        fields = ()

    def in_state(self, rows: Any, name: str, value: str) -> Any:
        now = timezone.now()
        unanswered = Q(accepted_at=None, withdrawn_at=None)
        return rows.filter(
            {
                "open": unanswered & Q(expires_at__gt=now),
                "expired": unanswered & Q(expires_at__lte=now),
                "accepted": Q(accepted_at__isnull=False),
                "withdrawn": Q(accepted_at=None, withdrawn_at__isnull=False),
            }[value]
        )


INVITATIONS = ListPage(
    name="invitations",
    columns=(
        Column(
            "name",
            _("Name"),
            lambda i: i.name,
            sort="name",
            sub=lambda i: i.email,
            href=lambda i: reverse("invitation_page", args=[i.public_id]),
        ),
        Column("role", _("Role"), lambda i: Role(i.role).label, sort="role"),
        Column("organisation", _("For"), lambda i: i.organisation.name if i.organisation else i.body.name),
        Column("state", _("State"), lambda i: STATES[i.state][0], tag=lambda i: STATES[i.state][1]),
        Column("sent", _("Invited"), lambda i: i.created_at, sort="created_at"),
        Column("by", _("By"), lambda i: i.created_by.name if i.created_by else _("Set up on the server")),
    ),
    filters=InvitationFilter,
    search=lambda rows, text: rows.filter(Q(name__folds=text) | Q(email__icontains=text)),
    search_label=_("Name or e-mail address"),
    order="-sent",
    counted=lambda n: ngettext("%(n)s invitation", "%(n)s invitations", n) % {"n": number(n)},
    empty=_("Nobody has been invited yet."),
)


@page(P.MEMBERSHIP_READ)
@require_safe
def invitations(request: HttpRequest) -> HttpResponse:
    """Every invitation of the body."""
    rows = Invitation.objects.visible_to(actor_of(request)).select_related(
        "body", "organisation", "created_by"
    )
    actions = [{"text": _("Invite somebody"), "href": reverse("invite")}]
    crumbs = [{"text": _("People"), "href": reverse("people")}]
    return INVITATIONS.respond(request, rows, heading=_("Invitations"), actions=actions, crumbs=crumbs)


@page(P.MEMBERSHIP_READ)
@require_safe
def invitation_page(request: HttpRequest, public_id: str) -> HttpResponse:
    """One invitation: what was offered, and what can still be done with it."""
    found = get_visible(Invitation, request, public_id)
    words, state = STATES[found.state]
    context = {
        "invitation": found,
        "role": Role(found.role).label,
        "words": words,
        "state": state,
        "scope": ", ".join(o.name for o in found.scope.all()),
        "limit": limit_words(found.delegation_limit, found.body.currency),
        "open": found.state in ("open", "expired"),
        "crumbs": _crumbs(),
    }
    return render(request, "accounts/invitation_page.html", context)


@page(P.MEMBERSHIP_MANAGE)
@require_http_methods(["GET", "HEAD", "POST"])
def invite(request: HttpRequest) -> HttpResponse:
    """Offer somebody a role."""
    actor = actor_of(request)
    form = InviteForm(request.POST or None, actor=actor)
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        try:
            services.invite(
                email=data["email"], name=data["name"], start=data["start"], **form.terms(), by=actor
            )
        except Refused as refused:
            show_refusal(form, refused)
        else:
            messages.success(
                request, _("%(name)s is invited. The letter leaves within a minute.") % {"name": data["name"]}
            )
            return redirect("invitations")
    return render(
        request, "accounts/invite.html", {"form": form, "form_errors": bool(form.errors), "crumbs": _crumbs()}
    )


@page(P.MEMBERSHIP_MANAGE)
@require_POST
def send_again(request: HttpRequest, public_id: str) -> HttpResponse:
    """A new letter; the earlier one stops working."""
    found = get_visible(Invitation, request, public_id, using=P.MEMBERSHIP_MANAGE)
    services.send_invitation_again(invitation=found, by=actor_of(request))
    messages.success(
        request,
        _("A new letter to %(name)s leaves within a minute. The earlier one no longer works.")
        % {"name": found.name},
    )
    return redirect("invitation_page", public_id=public_id)


@page(P.MEMBERSHIP_MANAGE)
@require_http_methods(["GET", "HEAD", "POST"])
def withdraw(request: HttpRequest, public_id: str) -> HttpResponse:
    """Make the letter useless, after a question."""
    found = get_visible(Invitation, request, public_id, using=P.MEMBERSHIP_MANAGE)
    if request.method != "POST":
        return render(request, "accounts/withdraw.html", {"invitation": found})
    services.withdraw_invitation(invitation=found, by=actor_of(request))
    messages.success(request, _("The invitation of %(name)s is withdrawn.") % {"name": found.name})
    return redirect("invitations")


def _crumbs() -> list[dict[str, Any]]:
    return [
        {"text": _("People"), "href": reverse("people")},
        {"text": _("Invitations"), "href": reverse("invitations")},
    ]

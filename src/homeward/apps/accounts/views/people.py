"""People of a body: the list and each person's page."""

from __future__ import annotations

from typing import Any

import django_filters
from django.contrib import messages
from django.db.models import DateField, Value
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_safe

from homeward.apps.accounts import services
from homeward.apps.accounts.actors import actor_of
from homeward.apps.accounts.forms import ReasonForm, limit_words, show_refusal
from homeward.apps.accounts.models import Membership, Organisation, User
from homeward.apps.accounts.pages import page
from homeward.apps.accounts.permissions import Permission as P
from homeward.apps.accounts.queries import people as queries
from homeward.apps.accounts.roles import Role
from homeward.apps.accounts.terms import organisations_of
from homeward.apps.core.folding import fold
from homeward.apps.core.refusals import Refused
from homeward.apps.core.timeline import action_in_words
from homeward.web.dates import ONE_NIGHT, moment, short_date
from homeward.web.lists import Column, ListPage
from homeward.web.numbers import number

STANDINGS: list[tuple[str, str | Promise]] = [
    ("now", _("Has a role now")),
    ("later", _("Begins later")),
    ("ended", _("Ended")),
]


class PeopleFilter(django_filters.FilterSet):
    role = django_filters.ChoiceFilter(
        label=_("Role"), choices=Role.choices, empty_label=_("All"), method="of_role"
    )
    standing = django_filters.ChoiceFilter(
        label=_("Standing"), choices=STANDINGS, empty_label=_("All"), method="in_standing"
    )
    organisation = django_filters.ModelChoiceFilter(
        label=_("Provider"),
        queryset=lambda request: organisations_of(actor_of(request).body),
        to_field_name="public_id",
        empty_label=_("All"),
        method="of_organisation",
    )

    class Meta:
        model = User
        fields = ()

    def of_role(self, rows: Any, name: str, value: str) -> Any:
        return rows.filter(pk__in=self._now().filter(role=value).values("user_id"))

    def of_organisation(self, rows: Any, name: str, value: Organisation) -> Any:
        return rows.filter(pk__in=self._now().filter(organisation=value).values("user_id"))

    def in_standing(self, rows: Any, name: str, value: str) -> Any:
        return queries.with_standing(rows, actor_of(self.request), value)

    def _now(self) -> Any:
        return Membership.objects.filter(body=actor_of(self.request).body, ended_at=None)


def _current(person: Any) -> list[Membership]:
    """Memberships not ended; without any, the last one."""
    return [m for m in person.here if m.ended_at is None] or person.here[:1]


def _roles(person: Any) -> str:
    words = []
    for m in _current(person):
        acting = f" (for {m.deputy_for.user.name})" if m.deputy_for else ""
        words.append(Role(m.role).label + acting)
    return ", ".join(dict.fromkeys(words))


def _places(person: Any) -> str:
    found = (m.organisation.name if m.organisation else str(_("The body")) for m in _current(person))
    return ", ".join(dict.fromkeys(found))


def _last_day(person: Any) -> Any:
    """The last of the last days, or nothing while one of the roles is open."""
    ends = [last_day_of(m) for m in _current(person)]
    return None if None in ends or not ends else max(ends)


def last_day_of(membership: Membership) -> Any:
    """The day a role ended or will end; the stored end is the day after."""
    if membership.ended_at:
        return timezone.localtime(membership.ended_at).date()
    return membership.end - ONE_NIGHT if membership.end else None


def _standing(person: Any) -> tuple[str, str]:
    found = [queries.standing(m, person.today) for m in _current(person)]
    return (
        min(found, key=lambda s: ["ok", "info", "plain"].index(s[1])) if found else (str(_("Ended")), "plain")
    )


PEOPLE = ListPage(
    name="people",
    columns=(
        Column(
            "name",
            _("Name"),
            lambda p: p.name,
            sort="search_key",
            href=lambda p: reverse("person", args=[p.public_id]),
            sub=lambda p: p.email,
        ),
        Column("role", _("Role"), _roles),
        Column("organisation", _("For"), _places),
        Column("standing", _("Standing"), lambda p: _standing(p)[0], tag=lambda p: _standing(p)[1]),
        Column("until", _("Last day"), _last_day),
        Column(
            "last_login",
            _("Last signed in"),
            lambda p: short_date(p.last_login) if p.last_login else None,
            sort="last_login",
            export=lambda p: p.last_login,
        ),
    ),
    filters=PeopleFilter,
    search=lambda rows, text: rows.filter(search_key__contains=fold(text)),
    search_label=_("Name or e-mail address"),
    order="name",
    counted=lambda n: ngettext("%(n)s person", "%(n)s people", n) % {"n": number(n)},
    empty=_("Nobody has a role here yet."),
)


@page(P.MEMBERSHIP_READ)
@require_safe
def people(request: HttpRequest) -> HttpResponse:
    """Everybody who has or had a role in the body."""
    actor = actor_of(request)
    rows = _dated(queries.people_list(actor), actor.today)
    actions = (
        [{"text": _("Invite somebody"), "href": reverse("invite")}]
        if actor.holds(P.MEMBERSHIP_MANAGE)
        else []
    )
    actions.append({"text": _("Invitations"), "href": reverse("invitations"), "secondary": True})
    actions.append({"text": _("Tokens"), "href": reverse("all_tokens"), "secondary": True})
    return PEOPLE.respond(
        request,
        rows,
        heading=_("People"),
        actions=actions,
        lede=_("Who may do what for the body, and since when."),
    )


def _dated(rows: Any, today: Any) -> Any:
    """Rows that know which day it is where the body is."""
    return rows.annotate(today=Value(today, output_field=DateField()))


@page(P.MEMBERSHIP_READ)
@require_safe
def person(request: HttpRequest, public_id: str) -> HttpResponse:
    """One person: roles with their dates, deputies, ways of signing in, and what was done about them."""
    actor = actor_of(request)
    found = _person(request, public_id)
    rows = list(
        queries.memberships_of(actor)
        .filter(user=found)
        .order_by("ended_at", "-start", "-pk")
        .prefetch_related("scope")
    )
    deputies = queries.memberships_of(actor).filter(deputy_for__in=rows, ended_at=None).order_by("start")
    context = {
        "person": found,
        "roles": [_shown(m, actor) for m in rows],
        "deputies": [(d, d.deputy_for, queries.standing(d, actor.today)) for d in deputies],
        "methods": queries.sign_in_methods(found),
        "manages": actor.holds(P.MEMBERSHIP_MANAGE),
        "timeline": [_event(e) for e in queries.trail_about(found, actor)[:100]],
        "changes": [_change(row) for row in queries.rows_history(found, actor)],
        "crumbs": [{"text": _("People"), "href": reverse("people")}],
    }
    return render(request, "accounts/person.html", context)


@page(P.MEMBERSHIP_MANAGE)
@require_http_methods(["GET", "HEAD", "POST"])
def reset_second_factor(request: HttpRequest, public_id: str) -> HttpResponse:
    """Remove what a person lost, after a question."""
    found = _person(request, public_id)
    form = ReasonForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            services.reset_mfa(user=found, reason=form.cleaned_data["reason"], by=actor_of(request))
        except Refused as refused:
            show_refusal(form, refused)
        else:
            text = _(
                "The second factor of %(name)s is removed and the sessions have ended. A letter says so."
            )
            messages.success(request, text % {"name": found.name})
            return redirect("person", public_id=found.public_id)
    return render(
        request,
        "accounts/reset_second_factor.html",
        {"person": found, "form": form, "form_errors": bool(form.errors)},
    )


def _person(request: HttpRequest, public_id: str) -> User:
    try:
        return queries.people_of(actor_of(request)).get(public_id=public_id)
    except User.DoesNotExist:
        raise Http404 from None


def _shown(m: Membership, actor: Any) -> dict[str, Any]:
    words, state = queries.standing(m, actor.today)
    return {
        "m": m,
        "role": Role(m.role).label,
        "where": m.organisation.name if m.organisation else m.body.name,
        "words": words,
        "state": state,
        "scope": ", ".join(o.name for o in m.scope.all()),
        "limit": limit_words(m.delegation_limit, m.body.currency),
        "acting_for": m.deputy_for.user.name if m.deputy_for else "",
        "over": state == "plain",
        "is_own": m.user_id == actor.user.pk,
    }


def _event(event: Any) -> dict[str, Any]:
    acting = f" for {event.acting_for}" if event.acting_for else ""
    said = f" “{event.reason}”" if event.reason else ""
    about = f": {event.label}" if event.kind == "membership" else ""
    return {
        "title": f"{action_in_words(event.action)}{about}",
        "text": f"{moment(event.at)}, by {event.actor_label}{acting}.{said}",
    }


_KINDS = {"insert": _("Made"), "update": _("Changed"), "delete": _("Deleted")}


def _change(row: Any) -> list[Any]:
    told = row.pgh_context.metadata if row.pgh_context else {}
    end = short_date(last_day_of(row))
    return [
        moment(row.pgh_created_at),
        _KINDS[row.pgh_label],
        Role(row.role).label,
        short_date(row.start),
        end,
        told.get("by"),
    ]

"""The list of vacancies, and one home's."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import get_language_info
from django.utils.translation import gettext as _

from homeward.apps.accounts.actors import Actor, actor_of
from homeward.apps.accounts.pages import page
from homeward.apps.accounts.permissions import Permission as P
from homeward.apps.children.models import Child
from homeward.apps.core import audit
from homeward.apps.core.forms import crumb
from homeward.apps.core.vocabulary import label_of
from homeward.apps.geography import places
from homeward.apps.providers.models import Home
from homeward.apps.restrictions.standing import standing_of
from homeward.apps.vacancies import lists, presenters, queries
from homeward.web.lists import Rows


@page(P.VACANCY_READ)
def vacancies(request: HttpRequest) -> HttpResponse:
    """What every home can give, nearest first where a place is named."""
    actor = actor_of(request)
    homes = queries.homes_read(actor).select_related("provider__organisation", "body")
    rows = queries.rows_of(actor, homes)
    near = request.GET.get("near", "").strip()
    listing, lede = lists.VACANCIES, ""
    if near:
        found = places.locate(near, body=actor.body)
        for row in rows:
            row.tenths = places.tenths_between(found, row.place)
        listing, lede = lists.with_distance(), _from_where(near, found)
    actions = []
    if queries.homes_kept(actor):
        actions.append({"text": _("Confirm what is free"), "href": reverse("vacancies_confirm")})
    found_rows: Any = Rows(rows)
    return listing.respond(
        request, found_rows, heading=_("Vacancies"), lede=lede, actions=actions, kind="max"
    )


def _from_where(typed: str, found: places.Place | None) -> str:
    if found is None:
        return _("“%(typed)s” is not in the tables of postcodes and areas, so no distance is known.") % {
            "typed": typed[:60]
        }
    if not found.has_point:
        return _("No postcode of “%(typed)s” is known, so no distance is known.") % {"typed": typed[:60]}
    if found.points:
        return _("Straight-line miles from the middle of %(typed)s, taken from its %(points)s postcodes.") % {
            "typed": typed[:60],
            "points": found.points,
        }
    return _("Straight-line miles from %(typed)s.") % {"typed": typed[:60]}


@page(P.VACANCY_READ)
def vacancy(request: HttpRequest, public_id: str) -> HttpResponse:
    """One home: what is said, what the records count, on which terms its carers are approved, and what was said before."""
    actor: Any = actor_of(request)
    homes = queries.homes_read(actor).select_related("provider__organisation", "organisation", "body")
    home = homes.filter(public_id=public_id).first()
    if home is None:
        raise Http404
    row = queries.row_of(actor, home)
    stays = queries.stays_seen(actor, home)
    audit.record_reads(actor, [s.child for s in stays], page="vacancy")
    said = row.vacancy
    context = {
        "home": home,
        "row": row,
        "said": said,
        "state": lists.free_in_words(row),
        "state_colour": lists.free_state(row),
        "word": lists.word_in_words(row),
        "ages": lists.ages_in_words(row),
        "blocked": lists.blocked_in_words(row),
        "area": lists.area_in_words(row),
        "languages": [get_language_info(c)["name_local"] for c in (said.languages or [])] if said else [],
        "traits": [label_of(home.body, "household_traits", c) for c in (said.traits or [])] if said else [],
        "types": [label_of(home.body, "placement_types_sought", c) for c in said.types] if said else [],
        "count": presenters.count_of(row, stays),
        "after": queries.stale_after(actor.body, actor.today),
        "terms": _terms(actor, home),
        "standing": standing_of(organisation=home.organisation, body=actor.body, home=home, on=actor.today)
        if actor.holds(P.RESTRICTION_READ)
        else None,
        "may_confirm": home in queries.homes_kept(actor),
        "may_approve": actor.holds(P.APPROVAL_WRITE) and home.body_id == actor.body.pk,
        "sees_home": Home.objects.visible_to(actor).filter(pk=home.pk).exists(),
        "sees_names": bool(stays),
        "history": queries.timeline_of(said) if said else [],
        "crumbs": [crumb(_("Vacancies"), "vacancies")],
    }
    return render(request, "vacancies/vacancy.html", context)


def _terms(actor: Actor, home: Home) -> list[dict[str, Any]] | None:
    """The approvals of a household, newest first; the child whom one names only for who may see that child."""
    if home.kind != Home.Kind.CARER_HOUSEHOLD or not actor.holds(P.APPROVAL_READ):
        return None
    rows = list(home.approval_terms.select_related("only_for").order_by("-period"))
    keys = [t.only_for_id for t in rows if t.only_for_id]
    seen = set(Child.objects.visible_to(actor).filter(pk__in=keys).values_list("pk", flat=True))
    return [
        {
            "terms": t,
            "ages": lists.ages_between(t.age_from, t.age_to),
            "only_for": t.only_for if t.only_for_id in seen else None,
            "is_named": t.only_for_id is not None,
            "now": actor.today in t.period,
        }
        for t in rows
    ]

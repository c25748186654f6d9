"""One home: its page, and adding, changing, confirming, classing and closing it."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from homeward.apps.accounts.actors import actor_of
from homeward.apps.accounts.pages import get_visible, page
from homeward.apps.accounts.permissions import Permission as P
from homeward.apps.accounts.scopes import may
from homeward.apps.core import audit
from homeward.apps.core.forms import crumb, edit, initial_of
from homeward.apps.core.periods import ONE_DAY
from homeward.apps.core.vocabulary import code_list, label_of
from homeward.apps.geography.places import has_areas
from homeward.apps.providers import queries, services
from homeward.apps.providers.forms import ConfirmHomeForm, HomeForm, LastDayForm, PlaceForm, RemotenessForm
from homeward.apps.providers.locating import set_place
from homeward.apps.providers.models import Home
from homeward.apps.providers.remarks import remarks_on
from homeward.apps.providers.views.lists import home_state
from homeward.web.words import word

FIELDS = ("reference", "name", "kind", "places", "urn", "opened_on")


def _crumbs(home: Home | None = None) -> list[dict[str, str]]:
    crumbs = [crumb(word("nav.homes"), "homes")]
    return [*crumbs, crumb(home.name, "home", home.public_id)] if home else crumbs


def _caption(home: Home) -> str:
    return _("Home %(number)s") % {"number": home.reference}


@page(P.HOME_READ)
def home(request: HttpRequest, public_id: str) -> HttpResponse:
    """Places, remoteness with its edition, who lives there now, lines that buy it, history."""
    actor: Any = actor_of(request)
    found = get_visible(Home, request, public_id)
    remoteness = [
        (row, label_of(found.body, "remoteness_classes", row.code))
        for row in found.remoteness.order_by("-period")
    ]
    current = next((label for row, label in remoteness if actor.today in row.period), None)
    placements = None
    if actor.holds(P.PLACEMENT_READ):
        placements = queries.placements_now(actor, found)
        audit.record_reads(actor, [p.child for p in placements], page="home")
    lines = []
    if actor.holds(P.AGREEMENT_READ):
        lines = [
            (line, label_of(found.body, "service_types", line.service_type))
            for line in queries.above("agreements.Line")
            .objects.visible_to(actor)
            .filter(home=found)
            .select_related("agreement")
        ]
    state, colour = home_state(found, actor.today)
    writes = may(actor, P.HOME_WRITE, found)
    context = {
        "home": found,
        "remoteness": remoteness,
        "remoteness_now": current,
        "placements": placements,
        "lines": lines,
        "state": state,
        "state_colour": colour,
        "remarks": remarks_on(actor, found),
        "crumbs": _crumbs(),
        "may_change": writes,
        "has_classes": code_list(found.body, "remoteness_classes") is not None,
        "is_closed": bool(found.closed_on),
        "place": queries.place_on(found, actor.today),
        "has_places": has_areas(found.body),
        "history": queries.home_timeline(found),
    }
    return render(request, "providers/home.html", context)


@page(P.HOME_WRITE)
def home_add(request: HttpRequest) -> HttpResponse:
    actor: Any = actor_of(request)
    form = HomeForm(request.POST or None, actor=actor, initial={"provider": request.GET.get("provider", "")})
    if len(form.providers) == 1:
        form.fields["provider"].initial = next(iter(form.providers))

    def add(data: dict[str, Any]) -> Home:
        return services.add_home(**{**data, "remoteness": data.get("remoteness") or None}, by=actor)

    return edit(
        request,
        form,
        add,
        lambda made: (_("%(name)s is recorded.") % {"name": made}, reverse("home", args=[made.public_id])),
        heading=_("Add a home"),
        verb=_("Add the home"),
        back=reverse("homes"),
        crumbs=_crumbs(),
    )


@page(P.HOME_WRITE)
def home_change(request: HttpRequest, public_id: str) -> HttpResponse:
    actor: Any = actor_of(request)
    found = get_visible(Home, request, public_id, using=P.HOME_WRITE)
    form = HomeForm(request.POST or None, actor=actor, home=found, initial=initial_of(found, FIELDS))
    address = reverse("home", args=[public_id])

    def change(data: dict[str, Any]) -> Home:
        given = {k: v for k, v in data.items() if not (k == "provider" and v is None)}
        return services.change_home(home=found, by=actor, **given)

    return edit(
        request,
        form,
        change,
        lambda changed: (_("The change is recorded."), address),
        heading=_("Change what is recorded of %(name)s") % {"name": found.name},
        caption=_caption(found),
        verb=_("Save the change"),
        back=address,
        crumbs=_crumbs(found),
    )


@page(P.HOME_WRITE)
def home_confirm(request: HttpRequest, public_id: str) -> HttpResponse:
    """A person says that what a file told of a home is so."""
    actor: Any = actor_of(request)
    found = get_visible(Home, request, public_id, using=P.HOME_WRITE)
    form = ConfirmHomeForm(request.POST or None, actor=actor, home=found)
    address = reverse("home", args=[public_id])

    def confirm(data: dict[str, Any]) -> Home:
        given = {"provider": data["provider"]} if data.get("provider") else {}
        return services.change_home(home=found, is_verified=True, by=actor, **given)

    return edit(
        request,
        form,
        confirm,
        lambda done: (_("%(name)s is confirmed.") % {"name": done}, address),
        template="core/confirm.html",
        heading=_("Confirm %(name)s") % {"name": found.name},
        caption=_caption(found),
        sentence=_(
            "A file named this home and nobody has looked at it yet. You confirm that it exists as recorded."
        ),
        consequences=[],
        verb=_("Confirm the home"),
        danger=False,
        back=address,
        crumbs=_crumbs(found),
    )


@page(P.HOME_WRITE)
def home_remoteness(request: HttpRequest, public_id: str) -> HttpResponse:
    actor: Any = actor_of(request)
    found = get_visible(Home, request, public_id, using=P.HOME_WRITE)
    form = RemotenessForm(request.POST or None, actor=actor)
    address = reverse("home", args=[public_id])
    return edit(
        request,
        form,
        lambda data: services.set_remoteness(home=found, by=actor, **data),
        lambda row: (_("The remoteness class is recorded."), address),
        heading=_("Remoteness class of %(name)s") % {"name": found.name},
        caption=_caption(found),
        lede=_("The class that stands on the first night ends there; one that begins later stays."),
        verb=_("Record the class"),
        back=address,
        crumbs=_crumbs(found),
    )


@page(P.HOME_WRITE)
def home_place(request: HttpRequest, public_id: str) -> HttpResponse:
    """Say where a home is, from a day on."""
    actor: Any = actor_of(request)
    found = get_visible(Home, request, public_id, using=P.HOME_WRITE)
    known = queries.place_on(found, actor.today)
    initial: dict[str, Any] = {"start": actor.today if known else found.opened_on or actor.today}
    if known and not known.postcode:
        initial |= {"easting": known.easting, "northing": known.northing, "source": known.source}
        initial["area"] = known.area.public_id if known.area else ""
    elif known:
        initial["postcode"] = known.postcode
    address = reverse("home", args=[public_id])
    return edit(
        request,
        PlaceForm(request.POST or None, actor=actor, initial=initial),
        lambda data: set_place(home=found, by=actor, **data),
        lambda made: (_("The place is recorded."), address),
        heading=_("Where %(name)s is") % {"name": found.name},
        caption=_caption(found),
        lede=_("Distances are counted from here. What is not known stays unknown; nothing is guessed."),
        verb=_("Record the place"),
        back=address,
        crumbs=_crumbs(found),
    )


@page(P.HOME_WRITE)
def home_close(request: HttpRequest, public_id: str) -> HttpResponse:
    actor: Any = actor_of(request)
    found = get_visible(Home, request, public_id, using=P.HOME_WRITE)
    form = LastDayForm(request.POST or None)
    address = reverse("home", args=[public_id])
    return edit(
        request,
        form,
        lambda data: services.close_home(home=found, on=data["last_day"] + ONE_DAY, by=actor),
        lambda closed: (_("%(name)s is closed.") % {"name": closed}, address),
        template="core/confirm.html",
        heading=_("Close %(name)s") % {"name": found.name},
        caption=_caption(found),
        sentence=_("After its last day nobody can be placed here. Its records stay."),
        consequences=[
            _("It is refused while a placement runs past that day: record where each child moved first.")
        ],
        verb=_("Close the home"),
        danger=True,
        back=address,
        crumbs=_crumbs(found),
    )

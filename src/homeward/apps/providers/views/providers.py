"""One provider: its page, and adding, changing, ending it."""

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
from homeward.apps.core.forms import crumb, edit, initial_of
from homeward.apps.core.periods import ONE_DAY
from homeward.apps.providers import queries, services
from homeward.apps.providers.forms import LastDayForm, ProviderForm
from homeward.apps.providers.models import Provider
from homeward.apps.providers.remarks import remarks_on
from homeward.web.words import word


def _crumbs(provider: Provider | None = None) -> list[dict[str, str]]:
    crumbs = [crumb(word("nav.providers"), "providers")]
    return [*crumbs, crumb(provider, "provider", provider.public_id)] if provider else crumbs


@page(P.PROVIDER_READ)
def provider(request: HttpRequest, public_id: str) -> HttpResponse:
    """Figures, contact, homes, agreements and history of a provider."""
    actor: Any = actor_of(request)
    get_visible(Provider, request, public_id)
    found = queries.provider_list(actor).get(public_id=public_id)
    homes = (
        queries.home_list(actor).filter(provider=found).order_by("search_key")
        if actor.holds(P.HOME_READ)
        else None
    )
    agreements = None
    if actor.holds(P.AGREEMENT_READ):
        visible = queries.above("agreements.Agreement").objects.visible_to(actor)
        agreements = visible.filter(provider=found).prefetch_related("lines").order_by("-period", "reference")
    context = {
        "provider": found,
        "homes": homes,
        "agreements": agreements,
        "remarks": remarks_on(actor, found),
        "crumbs": _crumbs(),
        "may_change": may(actor, P.PROVIDER_WRITE, found),
        "may_add_home": may(actor, P.HOME_WRITE, found),
        "may_add_agreement": may(actor, P.AGREEMENT_WRITE, found) and found.end is None,
        "sees_children": actor.holds(P.PLACEMENT_READ),
        "history": queries.provider_timeline(found),
    }
    return render(request, "providers/provider.html", context)


@page(P.PROVIDER_WRITE)
def provider_add(request: HttpRequest) -> HttpResponse:
    form = ProviderForm(request.POST or None, actor=actor_of(request))
    return edit(
        request,
        form,
        lambda data: services.register_provider(**data, by=actor_of(request)),
        lambda made: (
            _("%(name)s is recorded.") % {"name": made},
            reverse("provider", args=[made.public_id]),
        ),
        heading=_("Add a provider"),
        verb=_("Add the provider"),
        back=reverse("providers"),
        crumbs=_crumbs(),
    )


@page(P.PROVIDER_WRITE)
def provider_change(request: HttpRequest, public_id: str) -> HttpResponse:
    found = get_visible(Provider, request, public_id, using=P.PROVIDER_WRITE)
    initial = initial_of(
        found,
        (
            "reference",
            "start",
            "registration",
            "is_in_house",
            "contact_name",
            "contact_email",
            "contact_phone",
        ),
    )
    initial |= {"name": found.organisation.name, "business_number": found.organisation.business_number}
    form = ProviderForm(request.POST or None, initial=initial, actor=actor_of(request))
    address = reverse("provider", args=[public_id])
    return edit(
        request,
        form,
        lambda data: services.change_provider(provider=found, by=actor_of(request), **data),
        lambda changed: (_("The change is recorded."), address),
        heading=_("Change what is recorded of %(name)s") % {"name": found},
        caption=_("Provider %(number)s") % {"number": found.reference},
        verb=_("Save the change"),
        back=address,
        crumbs=_crumbs(found),
    )


@page(P.PROVIDER_WRITE)
def provider_end(request: HttpRequest, public_id: str) -> HttpResponse:
    found = get_visible(Provider, request, public_id, using=P.PROVIDER_WRITE)
    form = LastDayForm(request.POST or None)
    address = reverse("provider", args=[public_id])
    return edit(
        request,
        form,
        lambda data: services.end_provider(
            provider=found, on=data["last_day"] + ONE_DAY, by=actor_of(request)
        ),
        lambda ended: (_("%(name)s is ended.") % {"name": ended}, address),
        template="core/confirm.html",
        heading=_("End your dealings with %(name)s") % {"name": found},
        caption=_("Provider %(number)s") % {"number": found.reference},
        sentence=_(
            "After its last day no agreement can be made with it and no home added to it. Its records stay."
        ),
        consequences=[_("It is refused while an agreement or a home runs past that day: end those first.")],
        verb=_("End it"),
        danger=True,
        back=address,
        crumbs=_crumbs(found),
    )

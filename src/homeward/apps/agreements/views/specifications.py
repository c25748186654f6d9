"""One version of a service specification, and publishing the next."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from homeward.apps.accounts.actors import actor_of
from homeward.apps.accounts.pages import get_visible, page
from homeward.apps.accounts.permissions import Permission as P
from homeward.apps.agreements import queries, services
from homeward.apps.agreements.forms import SpecificationForm
from homeward.apps.agreements.models import Line, ServiceSpecification
from homeward.apps.core.forms import crumb, edit
from homeward.apps.core.vocabulary import label_of
from homeward.web.words import word


def _crumbs() -> list[dict[str, str]]:
    return [crumb(word("nav.agreements"), "agreements"), crumb(_("Service specifications"), "specifications")]


@page(P.AGREEMENT_READ)
def specification(request: HttpRequest, public_id: str) -> HttpResponse:
    """The text of a version, the other versions, and the lines that rest on it."""
    actor: Any = actor_of(request)
    found = get_visible(ServiceSpecification, request, public_id)
    context = {
        "specification": found,
        "service": label_of(found.body, "service_types", found.service_type),
        "versions": queries.specifications_seen_by(actor).filter(code=found.code),
        "lines": Line.objects.visible_to(actor).filter(specification=found).select_related("agreement"),
        "may_publish": actor.holds(P.AGREEMENT_WRITE),
        "crumbs": _crumbs(),
    }
    return render(request, "agreements/specification.html", context)


@page(P.AGREEMENT_WRITE)
def specification_publish(request: HttpRequest) -> HttpResponse:
    """A first version, or with `?after=` the next version of one that is there."""
    actor: Any = actor_of(request)
    initial: dict[str, Any] = {}
    back = reverse("specifications")
    if request.GET.get("after"):
        before = get_visible(ServiceSpecification, request, request.GET["after"])
        initial = {name: getattr(before, name) for name in ("code", "title", "service_type", "text")}
        back = reverse("specification", args=[before.public_id])
    return edit(
        request,
        SpecificationForm(request.POST or None, actor=actor, initial=initial),
        lambda data: services.publish_specification(**data, by=actor),
        lambda made: (
            _("%(specification)s is published.") % {"specification": made},
            reverse("specification", args=[made.public_id]),
        ),
        heading=_("Publish the next version") if initial else _("Publish a specification"),
        lede=_(
            "A published version is never edited. The version before is withdrawn on the first day of this one."
        ),
        verb=_("Publish"),
        back=back,
        crumbs=_crumbs(),
    )

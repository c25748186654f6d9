"""Iwi, hapū and marae of a child: recording one, ending one."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from homeward.apps.accounts.actors import actor_of
from homeward.apps.accounts.affiliation_forms import AffiliationForm, EndAffiliationForm
from homeward.apps.accounts.pages import get_visible, page
from homeward.apps.accounts.permissions import Permission as P
from homeward.apps.children import services
from homeward.apps.children.models import Child, ChildAffiliation
from homeward.apps.core import audit
from homeward.apps.core.forms import crumb, edit
from homeward.web.words import word


def _crumbs(child: Child) -> list[dict[str, str]]:
    return [crumb(word("nav.children"), "children"), crumb(child.reference, "child", child.public_id)]


@page(P.CHILD_WRITE)
def record(request: HttpRequest, public_id: str) -> HttpResponse:
    """Record one; there may be several."""
    actor, found = actor_of(request), get_visible(Child, request, public_id, using=P.CHILD_WRITE)
    if not services.has_affiliations(found.body):
        raise Http404
    audit.record_read(actor, found, page="affiliation")
    address = reverse("child", args=[public_id])
    return edit(
        request, AffiliationForm(request.POST or None, initial={"said_on": actor.today}),
        lambda data: services.record_affiliation(child=found, by=actor, **data),
        lambda made: (_("Recorded. There may be several: record each."), f"{address}#affiliations"),
        heading=_("Record an iwi, hapū or marae"), caption=found.reference, verb=_("Record it"), back=address,
        lede=_("Only what the child, or somebody for the child, said. It may stay empty."), crumbs=_crumbs(found),
    )  # fmt: skip


@page(P.CHILD_WRITE)
def end(request: HttpRequest, public_id: str) -> HttpResponse:
    """Say that one no longer stands."""
    actor, found = actor_of(request), get_visible(ChildAffiliation, request, public_id, using=P.CHILD_WRITE)
    address = reverse("child", args=[found.child.public_id])
    audit.record_read(actor, found.child, page="affiliation")
    return edit(
        request, EndAffiliationForm(request.POST or None),
        lambda data: services.end_affiliation(affiliation=found, reason=data["reason"], by=actor),
        lambda made: (_("Ended. It stays readable with its reason."), f"{address}#affiliations"),
        heading=_("This no longer stands"), caption=found.words, verb=_("End it"), back=address, crumbs=_crumbs(found.child),
    )  # fmt: skip

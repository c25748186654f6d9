"""How an organisation describes itself: iwi, hapū and marae, and how it spells te reo Māori."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from homeward.apps.accounts.actors import Actor, actor_of
from homeward.apps.accounts.affiliation_forms import AffiliationForm, EndAffiliationForm
from homeward.apps.accounts.models import Organisation
from homeward.apps.accounts.pages import get_visible, page
from homeward.apps.accounts.permissions import Permission as P
from homeward.apps.core.forms import crumb, edit
from homeward.apps.providers import describing, queries
from homeward.apps.providers.models import OrganisationAffiliation


def _organisation(request: HttpRequest, public_id: str) -> Organisation:
    """One whose application the person may read; a partner's own people find their own alone."""
    actor = actor_of(request)
    seen = queries.above("approvals.Application").objects.visible_to(actor).values("organisation")
    found = Organisation.objects.filter(public_id=public_id, pk__in=seen).first()
    if found is None:
        raise Http404
    return found


@page(P.APPLICATION_READ)
def organisation_words(request: HttpRequest, public_id: str) -> HttpResponse:
    """What it says of itself."""
    actor, found = actor_of(request), _organisation(request, public_id)
    may_describe = describing.may_describe(actor, found)
    context = {
        "organisation": found, "affiliations": describing.described(actor, found), "spelling": found.get_spelling_display(),
        "add": reverse("organisation_affiliation", args=[public_id]) if may_describe else "",
        "end": "end_organisation_affiliation" if may_describe else "", "may_spell": _may_spell(actor, found),
        "crumbs": [crumb(_("Applications"), "applications")],
    }  # fmt: skip
    return render(request, "providers/words.html", context)


def _may_spell(actor: Actor, organisation: Organisation) -> bool:
    return actor.holds(P.SPELLING_CHOOSE) and actor.organisation == organisation


@page(P.APPLICATION_ANSWER)
def record(request: HttpRequest, public_id: str) -> HttpResponse:
    actor, found = actor_of(request), _organisation(request, public_id)
    address = reverse("organisation_words", args=[public_id])
    return edit(
        request, AffiliationForm(request.POST or None, initial={"said_on": actor.today}),
        lambda data: describing.record_own_affiliation(organisation=found, by=actor, **data),
        lambda made: (_("Recorded. There may be several: record each."), address),
        heading=_("Record an iwi, hapū or marae"), caption=found.name, verb=_("Record it"), back=address,
        lede=_("As the organisation describes itself. It may stay empty."), crumbs=_crumbs(found),
    )  # fmt: skip


@page(P.APPLICATION_ANSWER)
def end(request: HttpRequest, public_id: str) -> HttpResponse:
    actor = actor_of(request)
    found = get_visible(OrganisationAffiliation, request, public_id, using=P.APPLICATION_ANSWER)
    assert found.organisation is not None
    address = reverse("organisation_words", args=[found.organisation.public_id])
    return edit(
        request, EndAffiliationForm(request.POST or None),
        lambda data: describing.end_own_affiliation(affiliation=found, reason=data["reason"], by=actor),
        lambda made: (_("Ended. It stays readable with its reason."), address),
        heading=_("This no longer stands"), caption=found.words, verb=_("End it"), back=address,
        crumbs=_crumbs(found.organisation),
    )  # fmt: skip


def _crumbs(organisation: Organisation) -> list[dict[str, str]]:
    return [
        crumb(_("Applications"), "applications"),
        crumb(organisation.name, "organisation_words", organisation.public_id),
    ]

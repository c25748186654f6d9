"""The page on which the manager of an offered home assesses what a coming would mean for those who live there."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from homeward.apps.accounts.actors import actor_of
from homeward.apps.accounts.pages import get_visible, page
from homeward.apps.accounts.permissions import Permission as P
from homeward.apps.core import audit
from homeward.apps.core.forms import edit
from homeward.apps.core.vocabulary import label_of
from homeward.apps.searches.forms_match import ImpactForm
from homeward.apps.searches.impacts import children_there
from homeward.apps.searches.models import ImpactAssessment, Offer
from homeward.apps.searches.services.impacts import assess_impact
from homeward.apps.searches.views.searching import Json
from homeward.apps.vacancies.checks import kept_by_body


@page(P.IMPACT_WRITE)
def assess(request: HttpRequest, public_id: str) -> HttpResponse:
    """Who lives there and what they must not live with, who is sought for under letters, and the assessment."""
    offer, actor = get_visible(Offer, request, public_id, using=P.IMPACT_WRITE), actor_of(request)
    if not actor.is_provider and not kept_by_body(offer.home):
        raise Http404  # a provider's manager assesses its home; who lives there may be another authority's children
    search = offer.invitation.search
    audit.record_read(actor, offer.invitation, organisation_id=offer.organisation_id)
    there = children_there(offer)
    made = ImpactAssessment.objects.filter(search=search, home=offer.home).first()
    initial = {"outcome": made.outcome, "words": made.words, "measures": made.measures} if made else {}
    if actor.is_provider:
        back, caption = reverse("invitation", args=[offer.invitation.public_id]), search.referral.reference
    else:
        back, caption = reverse("home_search", args=[search.public_id]), str(search)
    lede = ngettext(
        "%(n)s child lives at %(home)s. Weigh what another’s coming would mean for that child.",
        "%(n)s children live at %(home)s. Weigh what another’s coming would mean for them.",
        len(there),
    ) % {"n": len(there), "home": offer.home.name}
    return edit(
        request, ImpactForm(request.POST or None, initial=initial), lambda data: assess_impact(offer=offer, **data, by=actor),
        lambda made: (_("Assessed. Your home and the placing authority read it, nobody else."), back),
        heading=_("Children already there"), verb=_("Save the assessment"), lede=lede, caption=caption, back=back,
        crumbs=[{"text": caption, "href": back}], template="searches/impact.html", there=there, **_sought(offer),
    )  # fmt: skip


def _sought(offer: Offer) -> Json:
    """The children sought for, under letters, with what the version says of their risks and of living with others."""
    content, body = offer.invitation.version.content, offer.body
    contact, risks = content["sections"].get("contact", {}), content["sections"].get("risks", {})
    return {
        "sought": content["children"], "risks": risks.get("risks", ""), "exclusions": contact.get("exclusions", ""),
        "avoid": [label_of(body, "household_traits", code) for code in contact.get("avoid", [])],
    }  # fmt: skip

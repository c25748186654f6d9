"""The provider confirms what was written down for it, and takes the referral away as a paper."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from homeward.apps.accounts.actors import actor_of
from homeward.apps.accounts.pages import get_visible, page
from homeward.apps.accounts.permissions import Permission as P
from homeward.apps.core import audit
from homeward.apps.core.forms import edit
from homeward.apps.core.refusals import refuse_if
from homeward.apps.searches import queries, services
from homeward.apps.searches.fees import fees_of
from homeward.apps.searches.forms_routes import ConfirmForm
from homeward.apps.searches.models import Invitation, Offer
from homeward.apps.searches.papers import referral_name, referral_paper
from homeward.apps.searches.views.inbox import crumb
from homeward.kernel.reasons import Reason
from homeward.web.dates import moment
from homeward.web.files import file_response


@page(P.INVITATION_ANSWER)
def confirm(request: HttpRequest, public_id: str) -> HttpResponse:
    """What was said by telephone, as it was written down; the provider changes what is wrong and confirms the rest."""
    offer, actor = get_visible(Offer, request, public_id, using=P.INVITATION_ANSWER), actor_of(request)
    form = ConfirmForm(request.POST or None, offer=offer, fees=fees_of(offer)[0][1])
    reference = str(offer.invitation.search.referral)
    address = reverse("invitation", args=[offer.invitation.public_id])
    told: dict[str, Any] = {"who": offer.told_by, "at": moment(offer.told_at), "body": offer.body.name}
    return edit(
        request, form, lambda data: services.confirm_offer(offer=offer, **form.said(), by=actor),
        lambda made: (
            _("Confirmed. What you put right is kept beside it.") if made.corrections else _("Confirmed as it was written down."),
            address,
        ),
        heading=_("Confirm the offer of %(home)s") % {"home": offer.home.name}, verb=_("Confirm"), template="searches/said.html",
        lede=_("%(who)s gave it by telephone, %(at)s; %(body)s wrote it down. Change what is wrong.") % told,
        caption=reference, back=address, crumbs=[crumb(), {"text": reference, "href": address}],
    )  # fmt: skip


@page(P.INVITATION_READ)
def paper(request: HttpRequest, public_id: str) -> HttpResponse:
    """The referral as a tagged PDF, under letters; who took it and when stays in the record of reading."""
    found, actor = get_visible(Invitation, request, public_id), actor_of(request)
    over = actor.is_provider and queries.is_over(found)
    refuse_if(
        _("This referral cannot be downloaded"),
        [Reason("search.referral_over", {"referral": str(found.search.referral)}) if over else None],
    )
    content = referral_paper(found)
    audit.record(
        actor, "download_referral", found, organisation_id=found.organisation_id, version=found.version.number,
        digest=found.version.digest[:12],
    )  # fmt: skip
    return file_response(request, content, "application/pdf", f"{referral_name(found)}.pdf")

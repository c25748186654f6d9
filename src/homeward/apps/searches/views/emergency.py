"""The emergency on one page: from the form to the call list in one press."""

from __future__ import annotations

from typing import Any

from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from homeward.apps.accounts.actors import actor_of
from homeward.apps.accounts.pages import page
from homeward.apps.accounts.permissions import Permission as P
from homeward.apps.core.forms import edit
from homeward.apps.referrals import services as referrals
from homeward.apps.searches import services
from homeward.apps.searches.forms_routes import EmergencyForm
from homeward.apps.searches.models import Search
from homeward.web.dates import short_date


@page(P.SEARCH_WRITE)
def begin(request: HttpRequest) -> HttpResponse:
    actor = actor_of(request)
    initial = {"needed_by": actor.today, "children": request.GET.get("child", "")}
    form = EmergencyForm(request.POST or None, actor=actor, initial=initial)

    def do(data: dict[str, Any]) -> Search:
        with transaction.atomic():
            version = referrals.begin_emergency(**data, by=actor)
            return services.begin_search(referral=version.referral, by=actor)

    return edit(
        request, form, do,
        lambda made: (
            _("Begun. In-house homes come first; what you left out is owed by %(day)s.")
            % {"day": short_date(made.referral.owed_by)},
            reverse("call_list", args=[made.public_id]),
        ),
        heading=_("A home is needed today"), verb=_("Begin and call"), back=reverse("referrals"),
        crumbs=[{"text": _("Searches"), "href": reverse("home_searches")}], template="searches/emergency.html",
        lede=_("One page, then the telephone. Sections, quality check and checks of the home are made good afterwards."),
    )  # fmt: skip

"""The lists of searches, and of what a provider was asked."""

from __future__ import annotations

import django_filters
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from homeward.apps.core.folding import fold
from homeward.apps.referrals.content import urgency_words
from homeward.apps.searches.models import Invitation, Search
from homeward.web.lists import Column, ListPage

STATE_TAGS = {"in_house": "info", "framework": "info", "open": "warn", "shortlist": "ok", "ended": "plain"}
ASKED_TAGS = {
    "invited": "plain",
    "viewed": "info",
    "offered": "ok",
    "declined": "plain",
    "no_response": "plain",
    "closed": "plain",
}


class SearchFilter(django_filters.FilterSet):
    state = django_filters.ChoiceFilter(
        label=_("State"), choices=Search.State.choices, empty_label=_("Any state")
    )

    class Meta:
        model = Search
        fields = ()


SEARCHES = ListPage(
    name="home-searches",
    columns=(
        Column("referral", _("Referral"), lambda s: s.referral.reference, sort="referral__reference",
               href=lambda s: reverse("home_search", args=[s.public_id])),
        Column("urgency", _("Urgency"), lambda s: urgency_words(s.referral), sort="referral__urgency"),
        Column("needed_by", _("Needed by"), lambda s: s.referral.needed_by, sort="referral__needed_by"),
        Column("asked", _("Asked"), lambda s: s.asked, sort="asked", numeric=True),
        Column("offers", _("Offers"), lambda s: s.offers_count, sort="offers_count", numeric=True),
        Column("state", _("State"), lambda s: s.get_state_display(), sort="state", tag=lambda s: STATE_TAGS[s.state]),
    ),
    filters=SearchFilter,
    search=lambda rows, text: rows.filter(referral__reference__icontains=text),
    search_label=_("Referral"),
    order="needed_by",
    counted=lambda n: ngettext("%(n)s search", "%(n)s searches", n) % {"n": f"{n:,}"},
    empty=_("No search has begun. It begins from a referral that passed the quality check."),
)  # fmt: skip


class InvitationFilter(django_filters.FilterSet):
    state = django_filters.ChoiceFilter(
        label=_("Answer"), choices=Invitation.State.choices, empty_label=_("Any")
    )

    class Meta:
        model = Invitation
        fields = ()


INVITATIONS = ListPage(
    name="invitations-to-offer",
    columns=(
        Column("referral", _("Referral"), lambda i: i.search.referral.reference, sort="search__referral__reference",
               href=lambda i: reverse("invitation", args=[i.public_id])),
        Column("authority", _("Authority"), lambda i: i.body.name, sort="body__name"),
        Column("lot", _("Lot"), lambda i: str(i.lot or i.get_route_display()), sort="lot__number"),
        Column("sent", _("Asked"), lambda i: i.sent_at, sort="sent_at"),
        Column("until", _("Answer by"), lambda i: i.answer_by, sort="answer_by"),
        Column("state", _("Answer"), lambda i: i.get_state_display(), sort="state", tag=lambda i: ASKED_TAGS[i.state]),
    ),
    filters=InvitationFilter,
    search=lambda rows, text: rows.filter(search__referral__reference__icontains=fold(text).upper()),
    search_label=_("Referral"),
    order="-sent",
    counted=lambda n: ngettext("%(n)s invitation", "%(n)s invitations", n) % {"n": f"{n:,}"},
    empty=_("No authority has asked yet."),
)  # fmt: skip

"""The list of decisions."""

from __future__ import annotations

import django_filters
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from homeward.apps.core.folding import fold
from homeward.apps.decisions.models import Decision
from homeward.apps.decisions.models.decisions import CLOSED
from homeward.apps.decisions.queries import TAGS
from homeward.web.lists import Column, ListPage
from homeward.web.numbers import number


class DecisionFilter(django_filters.FilterSet):
    state = django_filters.ChoiceFilter(
        label=_("State"), method="by_state", empty_label=_("Any state"),
        choices=[("live", _("Not closed")), *Decision.State.choices],
    )  # fmt: skip

    class Meta:
        model = Decision
        fields = ()

    def by_state(self, rows: object, name: str, value: str) -> object:
        if value == "live":
            return rows.exclude(state__in=CLOSED)  # type: ignore[attr-defined]
        return rows.filter(state=value)  # type: ignore[attr-defined]


DECISIONS = ListPage(
    name="decisions",
    columns=(
        Column("referral", _("Referral"), lambda d: d.search.referral.reference, sort="search__referral__reference",
               href=lambda d: reverse("decision", args=[d.public_id])),
        Column("home", _("Home"), lambda d: d.offer.home.name, sort="offer__home__search_key",
               sub=lambda d: d.organisation.name),
        Column("start", _("First night"), lambda d: d.start_on, sort="start_on"),
        Column("state", _("State"), lambda d: d.get_state_display(), sort="state", tag=lambda d: TAGS[d.state]),
        Column("since", _("Since"), lambda d: timezone.localtime(d.since).date(), sort="since"),
    ),
    filters=DecisionFilter,
    search=lambda rows, text: rows.filter(
        Q(search__referral__reference__icontains=text)
        | Q(offer__home__search_key__contains=fold(text))
        | Q(organisation__search_key__contains=fold(text))
    ),
    search_label=_("Referral, home or provider"),
    order="-since",
    counted=lambda n: ngettext("%(n)s decision", "%(n)s decisions", n) % {"n": number(n)},
    empty=_("No home has been put to the head of service yet."),
)  # fmt: skip

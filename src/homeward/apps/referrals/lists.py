"""The list of referrals."""

from __future__ import annotations

from dataclasses import replace

import django_filters
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from homeward.apps.accounts.actors import Actor, actor_of
from homeward.apps.core.folding import fold
from homeward.apps.core.vocabulary import choices_of, label_of
from homeward.apps.referrals.content import urgency_words
from homeward.apps.referrals.models import Referral
from homeward.apps.referrals.queries import of_known_children
from homeward.web.lists import Column, ListPage

STATE_TAGS = {"draft": "plain", "checking": "warn", "ready": "ok", "withdrawn": "plain", "placed": "ok"}


class ReferralFilter(django_filters.FilterSet):
    state = django_filters.ChoiceFilter(
        label=_("State"), choices=Referral.State.choices, empty_label=_("Any state")
    )
    urgency = django_filters.ChoiceFilter(label=_("Urgency"), empty_label=_("Any urgency"))
    kind = django_filters.ChoiceFilter(label=_("Kind of home"), method="of_kind", empty_label=_("Any kind"))

    class Meta:
        model = Referral
        fields = ()

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        actor = actor_of(self.request)
        for name, codes in (("urgency", "urgencies"), ("kind", "placement_types_sought")):
            self.filters[name].extra["choices"] = choices_of(actor.body, codes, actor.today)

    def of_kind(self, rows: object, name: str, value: str) -> object:
        return rows.filter(placement_types__contains=[value])  # type: ignore[attr-defined]


def kinds_of(referral: Referral) -> str:
    return ", ".join(label_of(referral.body, "placement_types_sought", t) for t in referral.placement_types)


REFERRALS = ListPage(
    name="referrals",
    columns=(
        Column("reference", _("Referral"), lambda r: r.reference, sort="reference",
               href=lambda r: reverse("referral", args=[r.public_id])),
        Column("children", _("Children"), lambda r: r.count, sort="count", numeric=True),
        Column("kind", _("Kind of home"), kinds_of),
        Column("urgency", _("Urgency"), urgency_words, sort="urgency"),
        Column("needed_by", _("Needed by"), lambda r: r.needed_by, sort="needed_by"),
        Column("state", _("State"), lambda r: r.get_state_display(), sort="state", tag=lambda r: STATE_TAGS[r.state]),
    ),
    filters=ReferralFilter,
    search_label=_("Referral or child"),
    order="needed_by",
    counted=lambda n: ngettext("%(n)s referral", "%(n)s referrals", n) % {"n": f"{n:,}"},
    empty=_("No referral has been written yet."),
)  # fmt: skip


def referrals_list(actor: Actor) -> ListPage:
    """The list as this person may search it: a child's name finds only where it may be seen."""
    return replace(
        REFERRALS,
        search=lambda rows, text: rows.filter(
            Q(reference__icontains=text) | Q(pk__in=of_known_children(actor, fold(text)))
        ),
    )

"""The lists of panels, and of what people took on at them."""

from __future__ import annotations

from typing import Any

import django_filters
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext, pgettext_lazy

from homeward.apps.accounts.actors import actor_of
from homeward.apps.accounts.taken_on import standing
from homeward.apps.core.folding import fold
from homeward.apps.panels.models import Panel, PanelAction
from homeward.web.dates import short_date
from homeward.web.lists import Column, ListPage

STATE_TAGS = {"planned": "info", "open": "warn", "closed": "ok", "cancelled": "plain"}


class PanelFilter(django_filters.FilterSet):
    state = django_filters.ChoiceFilter(
        label=_("State"), choices=Panel.State.choices, empty_label=_("Any state")
    )

    class Meta:
        model = Panel
        fields = ()


PANELS = ListPage(
    name="panels",
    columns=(
        Column("held_on", _("Day"), lambda p: p.held_on, sort="held_on", href=lambda p: reverse("panel", args=[p.public_id])),
        Column("chair", _("In the chair"), lambda p: p.chair.name, sort="chair__name"),
        Column("referrals", _("Referrals"), lambda p: p.referrals, sort="referrals", numeric=True),
        Column("decided", _("Decided on"), lambda p: p.decided, sort="decided", numeric=True),
        Column("undone", _("Actions not done"), lambda p: p.undone, sort="undone", numeric=True),
        Column("state", _("State"), lambda p: p.get_state_display(), sort="state", tag=lambda p: STATE_TAGS[p.state]),
    ),
    filters=PanelFilter,
    search=lambda rows, text: rows.filter(
        Q(chair__search_key__contains=fold(text)) | Q(place__folds=text) | Q(summary__folds=text)
    ),
    search_label=_("Chair, place or words of the minutes"),
    order="-held_on",
    counted=lambda n: ngettext("%(n)s panel", "%(n)s panels", n) % {"n": f"{n:,}"},
    empty=_("No panel has been prepared yet."),
)  # fmt: skip


class ActionFilter(django_filters.FilterSet):
    standing = django_filters.ChoiceFilter(
        label=_("Standing"), method="in_standing", empty_label=_("Open and done"),
        choices=[("open", pgettext_lazy("state", "Open")), ("late", _("Late")), ("done", _("Done"))],
    )  # fmt: skip

    class Meta:
        model = PanelAction
        fields = ()

    def in_standing(self, rows: Any, name: str, value: str) -> Any:
        if value == "done":
            return rows.exclude(done_at=None)
        rows = rows.filter(done_at=None)
        return rows.filter(due_on__lt=actor_of(self.request).today) if value == "late" else rows


ACTIONS = ListPage(
    name="panel-actions",
    columns=(
        Column("text", _("What"), lambda a: a.text, sort="text", href=lambda a: reverse("panel_action", args=[a.public_id])),
        Column("owner", _("Who"), lambda a: a.owner.name, sort="owner__name"),
        Column("due", _("By"), lambda a: a.due_on, sort="due_on"),
        Column("standing", _("Standing"), lambda a: standing(a)[0], sort=("done_at", "due_on"), tag=lambda a: standing(a)[1]),
        Column("about", _("About"), lambda a: a.item.referral.reference if a.item else "", sort="item__referral__reference"),
        Column("panel", _("Panel"), lambda a: short_date(a.panel.held_on), sort="panel__held_on",
               href=lambda a: reverse("panel", args=[a.panel.public_id])),
    ),
    filters=ActionFilter,
    search=lambda rows, text: rows.filter(Q(text__folds=text) | Q(owner__search_key__contains=fold(text))),
    search_label=_("Words or person"),
    order="due",
    counted=lambda n: ngettext("%(n)s action", "%(n)s actions", n) % {"n": f"{n:,}"},
    empty=_("Nobody took anything on yet."),
)  # fmt: skip

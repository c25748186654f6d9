"""The lists of notices given and of disruption meetings."""

from __future__ import annotations

from typing import Any

import django_filters
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from homeward.apps.accounts.actors import Actor, actor_of
from homeward.apps.core.folding import fold
from homeward.apps.core.vocabulary import label_of
from homeward.apps.decisions.models import Decision, Disruption, NoticeGiven
from homeward.apps.referrals.models import Referral
from homeward.web.lists import Column, ListPage
from homeward.web.numbers import number

_RELATED = ("decision__search__referral", "decision__offer__home", "decision__organisation", "body")


def notices(actor: Actor) -> Any:
    """Notices of the placements a person may see. A provider learns of its own on the decision's page."""
    return NoticeGiven.objects.visible_to(actor).select_related(*_RELATED, "referral")


def disruptions(actor: Actor) -> Any:
    return Disruption.objects.visible_to(actor).select_related(*_RELATED, "held_by")


def without_a_home(rows: Any) -> Any:
    """Notices that stand, whose children live there still, and for whom no next home is found."""
    rows = rows.filter(withdrawn_at=None).exclude(decision__state=Decision.State.ENDED)
    return rows.filter(
        Q(referral=None) | Q(referral__placed_at=None) & ~Q(referral__state=Referral.State.PLACED)
    )


def notice_state(notice: NoticeGiven) -> tuple[str, str]:
    if notice.withdrawn_at is not None:
        return _t("Taken back"), "plain"
    if notice.decision.state == Decision.State.ENDED:
        return _t("The children left"), "plain"
    late = notice.leaves_on < notice.body.today
    return (_t("Past its day"), "bad") if late else (_t("Stands"), "warn")


def meeting_state(meeting: Disruption) -> tuple[str, str]:
    if meeting.held_on is not None:
        return _t("Held"), "ok"
    return (_t("Overdue"), "bad") if meeting.due_on < meeting.body.today else (_t("Due"), "warn")


class NoticeFilter(django_filters.FilterSet):
    state = django_filters.ChoiceFilter(
        label=_("State"), method="by_state", empty_label=_("Any"),
        choices=[
            ("stands", _("Stands")), ("no_home", _("No next home yet")), ("left", _("The children left")),
            ("back", _("Taken back")),
        ],
    )  # fmt: skip
    side = django_filters.ChoiceFilter(
        label=_("Given by"), choices=NoticeGiven.Side.choices, empty_label=_("Either side")
    )

    class Meta:
        model = NoticeGiven
        fields = ()

    def by_state(self, rows: Any, name: str, value: str) -> Any:
        if value == "back":
            return rows.exclude(withdrawn_at=None)
        if value == "no_home":
            return without_a_home(rows)
        rows = rows.filter(withdrawn_at=None)
        ended = Q(decision__state=Decision.State.ENDED)
        return rows.filter(ended) if value == "left" else rows.exclude(ended)


class DisruptionFilter(django_filters.FilterSet):
    state = django_filters.ChoiceFilter(
        label=_("State"), method="by_state", empty_label=_("Any"),
        choices=[("due", _("Due")), ("overdue", _("Overdue")), ("held", _("Held"))],
    )  # fmt: skip

    class Meta:
        model = Disruption
        fields = ()

    def by_state(self, rows: Any, name: str, value: str) -> Any:
        if value == "held":
            return rows.exclude(held_on=None)
        today = actor_of(self.request).today
        owed = rows.filter(held_on=None)
        return owed.filter(due_on__lt=today) if value == "overdue" else owed.filter(due_on__gte=today)


def _search(rows: Any, text: str) -> Any:
    return rows.filter(
        Q(decision__search__referral__reference__icontains=text)
        | Q(decision__offer__home__search_key__contains=fold(text))
        | Q(decision__organisation__search_key__contains=fold(text))
    )


_REFERRAL = Column(
    "referral", _("Referral"), lambda row: row.decision.search.referral.reference, sort="decision__search__referral__reference",
    href=lambda row: reverse("decision", args=[row.decision.public_id]),
)  # fmt: skip
_HOME = Column(
    "home", _("Home"), lambda row: row.decision.offer.home.name, sort="decision__offer__home__search_key",
    sub=lambda row: row.decision.organisation.name,
)  # fmt: skip

NOTICES = ListPage(
    name="notices",
    columns=(
        _REFERRAL, _HOME,
        Column("side", _("Given by"), lambda n: n.get_side_display(), sort="side",
               sub=lambda n: label_of(n.body, "notice_kinds", n.kind)),
        Column("given", _("Given"), lambda n: n.given_on, sort="given_on"),
        Column("leaves", _("They leave by"), lambda n: n.leaves_on, sort="leaves_on"),
        Column("next", _("Next home"), lambda n: n.referral.reference if n.referral else "–",
               href=lambda n: reverse("referral", args=[n.referral.public_id]) if n.referral else "",
               sub=lambda n: n.referral.get_state_display() if n.referral else ""),
        Column("state", _("State"), lambda n: notice_state(n)[0], tag=lambda n: notice_state(n)[1]),
    ),
    filters=NoticeFilter,
    search=_search,
    search_label=_("Referral, home or provider"),
    order="leaves",
    counted=lambda n: ngettext("%(n)s notice", "%(n)s notices", n) % {"n": number(n)},
    empty=_("No notice has been given."),
)  # fmt: skip

DISRUPTIONS = ListPage(
    name="disruption-meetings",
    columns=(
        _REFERRAL, _HOME,
        Column("ended", _("They left"), lambda d: d.decision.ended_on, sort="decision__ended_on",
               sub=lambda d: label_of(d.body, "end_reasons", d.decision.end_reason) if d.decision.end_reason else ""),
        Column("due", _("Hold it by"), lambda d: d.due_on, sort="due_on"),
        Column("held", _("Held"), lambda d: d.held_on, sort="held_on"),
        Column("learned", _("What is learned"), lambda d: d.learned or "–"),
        Column("state", _("State"), lambda d: meeting_state(d)[0], tag=lambda d: meeting_state(d)[1]),
    ),
    filters=DisruptionFilter,
    search=_search,
    search_label=_("Referral, home or provider"),
    order="due",
    counted=lambda n: ngettext("%(n)s meeting", "%(n)s meetings", n) % {"n": number(n)},
    empty=_("No placement has ended unplanned."),
)  # fmt: skip

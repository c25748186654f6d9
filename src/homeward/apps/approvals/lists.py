"""The board of applications, and the register of accreditations."""

from __future__ import annotations

from typing import Any

import django_filters
from django.db.models import Q, QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from homeward.apps.accounts.actors import actor_of
from homeward.apps.approvals import queries
from homeward.apps.approvals.journey import phase_of, phases_of, state_words
from homeward.apps.approvals.models import Accreditation, Application
from homeward.apps.core.folding import fold
from homeward.web.dates import short_date
from homeward.web.lists import Column, ListPage
from homeward.web.numbers import number

ALL = _("All")


class ApplicationFilter(django_filters.FilterSet):
    phase = django_filters.ChoiceFilter(label=_("Phase"), method="by_phase", empty_label=ALL)
    state = django_filters.ChoiceFilter(label=_("State"), empty_label=ALL)
    turn = django_filters.ChoiceFilter(
        label=_("Whose turn"), method="by_turn", choices=[("mine", _("My role’s"))], empty_label=ALL
    )
    over = django_filters.ChoiceFilter(
        label=_("Over or not"), method="by_end", empty_label=ALL,
        choices=[("no", _("Under way")), ("yes", _("Over"))],
    )  # fmt: skip

    class Meta:
        model = Application
        fields = ()

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        actor = actor_of(self.request)
        self.filters["phase"].extra["choices"] = queries.phase_choices(actor)
        self.filters["state"].extra["choices"] = queries.state_choices(actor)

    def by_phase(self, rows: QuerySet[Application], name: str, value: str) -> QuerySet[Application]:
        states = queries.in_phase(value, actor_of(self.request).body)
        return rows.filter(Q(state__in=states) | Q(state="PAUSED", resumes_at__in=states))

    def by_turn(self, rows: QuerySet[Application], name: str, value: str) -> QuerySet[Application]:
        return rows.filter(state__in=queries.held_by(actor_of(self.request)))

    def by_end(self, rows: QuerySet[Application], name: str, value: str) -> QuerySet[Application]:
        return rows.filter(state__in=queries.OVER) if value == "yes" else rows.exclude(state__in=queries.OVER)


def _phase(row: Any) -> str:
    return dict(phases_of(row.body)).get(row.phase or phase_of(row), "")


def _age(row: Application) -> int:
    return (row.body.today - row.body.day_of(row.logged_at)).days


def _holder(row: Application) -> str:
    return ", ".join(person or part for part, person in queries.holders_of(row))


def _holder_part(row: Application) -> str:
    return ", ".join(part for part, person in queries.holders_of(row) if person)


def _target_words(row: Application) -> str:
    until = queries.target_of(row)
    if until is None:
        return ""
    return _t("target, passed") if until < row.body.today else _t("target")


def _colour(row: Application) -> str:
    return {"PAUSED": "warn", "DECLINED": "plain", "WITHDRAWN": "plain", "DECLINE_PROPOSED": "warn"}.get(
        row.state, "ok" if row.state in ("APPROVED", "CONTRACTING", "QA_CYCLE", "HANDED_OVER") else "info"
    )


APPLICATIONS = ListPage(
    name="applications",
    columns=(
        Column("organisation", _("Organisation"), lambda a: a.organisation.name, sort="organisation__search_key",
               href=lambda a: reverse("application", args=[a.public_id]), sub=lambda a: a.reference),
        Column("phase", _("Phase"), _phase, sort="place"),
        Column("state", _("State"), lambda a: state_words(a.body, a.state), sort=("place", "since"), tag=_colour),
        Column("since", _("Since"), lambda a: a.body.day_of(a.since), sort="since"),
        Column("holder", _("Whose turn"), _holder, sub=_holder_part),
        Column("target", _("Aimed at"), queries.target_of, sub=_target_words),
        Column("age", _("Days since the first notice"), _age, sort="logged_at", numeric=True),
    ),
    filters=ApplicationFilter,
    search=lambda rows, text: rows.filter(
        Q(organisation__search_key__contains=fold(text)) | Q(reference__icontains=text.strip())
    ),
    search_label=_("Organisation, business number or reference"),
    order="phase",
    counted=lambda n: ngettext("%(n)s application", "%(n)s applications", n) % {"n": number(n)},
    empty=_("No organisation is on its way to becoming a care partner."),
)  # fmt: skip


class AccreditationFilter(django_filters.FilterSet):
    status = django_filters.ChoiceFilter(
        label=_("Status"), choices=Accreditation.Status.choices, empty_label=ALL
    )

    class Meta:
        model = Accreditation
        fields = ()


STATUS_COLOURS = {"accredited": "ok", "in_progress": "info", "suspended": "bad", "revoked": "bad"}


def level_words(row: Accreditation) -> str | None:
    return None if row.level is None else _t("Level %(level)s") % {"level": row.level}


ACCREDITATIONS = ListPage(
    name="accreditations",
    columns=(
        Column("organisation", _("Organisation"), lambda a: a.organisation.name, sort="organisation__search_key",
               href=lambda a: reverse("accreditation", args=[a.public_id])),
        Column("level", _("Level"), level_words, sort="level", export=lambda a: a.level),
        Column("status", _("Status"), lambda a: a.get_status_display(), sort="status",
               tag=lambda a: STATUS_COLOURS.get(a.status, "plain")),
        Column("granted", _("Granted"), lambda a: a.granted_on, sort="granted_on"),
        Column("review", _("Next review"), lambda a: a.review_due_on, sort="review_due_on"),
        Column("report", _("Report at the hub"), lambda a: a.report_received_on, sort="report_received_on",
               sub=lambda a: _t("expected by %(day)s") % {"day": short_date(a.expected_on)}
               if a.expected_on and not a.report_received_on else ""),
    ),
    filters=AccreditationFilter,
    search=lambda rows, text: rows.filter(organisation__search_key__contains=fold(text)),
    search_label=_("Organisation"),
    order="organisation",
    counted=lambda n: ngettext("%(n)s accreditation", "%(n)s accreditations", n) % {"n": number(n)},
    empty=_("No accreditation is on record."),
)  # fmt: skip

"""The registers as lists: search, filters, order and export."""

from __future__ import annotations

from typing import Any

import django_filters
from django.db.models import F, Q, QuerySet
from django.db.models.functions import Coalesce
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from homeward.apps.accounts.actors import actor_of
from homeward.apps.core.vocabulary import choices_of, label_of
from homeward.apps.privacy.models import (
    AccessRequest,
    Breach,
    Correction,
    Disclosure,
    IndirectCollection,
    LegalHold,
)
from homeward.apps.privacy.models.about import Whom
from homeward.web.lists import Column, ListPage
from homeward.web.numbers import number

ALL = _("All")
REQUEST_TAGS = {"received": "info", "preparing": "info", "checking": "warn", "checked": "warn", "released": "ok",
                "refused": "plain", "withdrawn": "plain"}  # fmt: skip
CORRECTION_TAGS = {
    "received": "warn",
    "agreed": "info",
    "corrected": "ok",
    "refused": "plain",
    "withdrawn": "plain",
}
COLLECTION_TAGS = {"to_sort": "warn", "open": "warn", "told": "ok", "excepted": "plain", "own": "plain"}
HOLD_TAGS = {"in_force": "info", "lift_proposed": "warn", "lifted": "plain"}
BREACH_TAGS = {"reported": "warn", "notifiable": "bad", "not_notifiable": "info", "closed": "plain"}


class OpenFilter(django_filters.FilterSet):
    """State, whom it is about, and over or not."""

    state = django_filters.ChoiceFilter(label=_("State"), empty_label=ALL)
    whom = django_filters.ChoiceFilter(label=_("About"), choices=Whom.choices, empty_label=ALL)
    over = django_filters.ChoiceFilter(
        label=_("Over or not"),
        method="by_end",
        empty_label=ALL,
        choices=[("no", _("Open")), ("yes", _("Over"))],
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.filters["state"].extra["choices"] = self._meta.model.State.choices

    def by_end(self, rows: QuerySet[Any], name: str, value: str) -> QuerySet[Any]:
        still = self._meta.model.OPEN
        return rows.exclude(state__in=still) if value == "yes" else rows.filter(state__in=still)


class RequestFilter(OpenFilter):
    class Meta:
        model = AccessRequest
        fields = ()


class CorrectionFilter(OpenFilter):
    class Meta:
        model = Correction
        fields = ()


def _about(text: str) -> Q:
    return (
        Q(child__reference__icontains=text)
        | Q(contact__icontains=text)
        | Q(person__search_key__icontains=text)
    )


def with_due(rows: QuerySet[AccessRequest]) -> QuerySet[AccessRequest]:
    """The day in force beside each request, for the order."""
    return rows.annotate(day_in_force=Coalesce(F("extended_to"), F("due_on")))


def _due_words(row: AccessRequest | Correction) -> str:
    if not row.is_open or row.due is None:
        return ""
    days = (row.due - row.body.today).days
    if days < 0:
        return ngettext("%(n)s day late", "%(n)s days late", -days) % {"n": number(-days)}
    return ngettext("in %(n)s day", "in %(n)s days", days) % {"n": number(days)}


ACCESS_REQUESTS = ListPage(
    name="access-requests",
    columns=(
        Column("reference", _("Request"), lambda r: r.reference, sort="reference",
               href=lambda r: reverse("access_request", args=[r.public_id]), sub=lambda r: r.asked_by),
        Column("about", _("About"), lambda r: r.subject, sub=lambda r: r.get_whom_display()),
        Column("received", _("Received"), lambda r: r.received_on, sort="received_on"),
        Column("due", _("To be decided by"), lambda r: r.due, sort="day_in_force", sub=_due_words),
        Column("outcome", _("Answer"), lambda r: r.get_outcome_display() if r.outcome else None, sort="outcome"),
        Column("state", _("State"), lambda r: r.get_state_display(), sort="state", tag=lambda r: REQUEST_TAGS[r.state]),
    ),
    filters=RequestFilter,
    search=lambda rows, text: rows.filter(
        Q(reference__icontains=text.strip()) | Q(requester__icontains=text.strip()) | _about(text.strip())
    ),
    search_label=_("Reference, who asks, or whom it is about"),
    order="due",
    counted=lambda n: ngettext("%(n)s access request", "%(n)s access requests", n) % {"n": number(n)},
    empty=_("Nobody has asked to see what is held about them."),
)  # fmt: skip

CORRECTIONS = ListPage(
    name="corrections",
    columns=(
        Column("reference", _("Request"), lambda r: r.reference, sort="reference",
               href=lambda r: reverse("correction", args=[r.public_id]), sub=lambda r: r.asked_by),
        Column("about", _("About"), lambda r: r.subject, sub=lambda r: r.get_whom_display()),
        Column("what", _("What is said to be wrong"), lambda r: r.what),
        Column("received", _("Received"), lambda r: r.received_on, sort="received_on"),
        Column("due", _("To be decided by"), lambda r: r.due, sort="due_on", sub=_due_words),
        Column("state", _("State"), lambda r: r.get_state_display(), sort="state", tag=lambda r: CORRECTION_TAGS[r.state],
               sub=lambda r: _("statement attached") if r.statement_at else ""),
    ),
    filters=CorrectionFilter,
    search=lambda rows, text: rows.filter(
        Q(reference__icontains=text.strip()) | Q(requester__icontains=text.strip()) | _about(text.strip())
    ),
    search_label=_("Reference, who asks, or whom it is about"),
    order="-received",
    counted=lambda n: ngettext("%(n)s request for correction", "%(n)s requests for correction", n) % {"n": number(n)},
    empty=_("Nobody has asked for anything to be corrected."),
)  # fmt: skip


class DisclosureFilter(django_filters.FilterSet):
    ground = django_filters.ChoiceFilter(label=_("Ground"), empty_label=ALL)
    whom = django_filters.ChoiceFilter(label=_("About"), choices=Whom.choices, empty_label=ALL)
    source = django_filters.ChoiceFilter(
        label=_("How recorded"), choices=Disclosure.Source.choices, empty_label=ALL
    )
    state = django_filters.ChoiceFilter(label=_("State"), choices=Disclosure.State.choices, empty_label=ALL)

    class Meta:
        model = Disclosure
        fields = ()

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        actor = actor_of(self.request)
        self.filters["ground"].extra["choices"] = choices_of(actor.body, "disclosure_grounds", actor.today)


DISCLOSURES = ListPage(
    name="disclosures",
    columns=(
        Column("given", _("Given on"), lambda d: d.given_on, sort="given_on",
               href=lambda d: reverse("disclosure", args=[d.public_id])),
        Column("about", _("Of whom"), lambda d: d.subject, sort="child__reference", sub=lambda d: d.get_whom_display()),
        Column("what", _("What"), lambda d: d.what),
        Column("recipient", _("To whom"), lambda d: d.recipient, sort="recipient", sub=lambda d: d.purpose),
        Column("ground", _("Ground"), lambda d: label_of(d.body, "disclosure_grounds", d.ground), sort="ground",
        sub=lambda d: d.law),
        Column("by", _("Given by"), lambda d: d.given_by.name, sort="given_by__name", sub=lambda d: d.get_source_display()),
        Column("state", _("State"), lambda d: d.get_state_display(), sort="state",
               tag=lambda d: "ok" if d.state == "recorded" else "plain"),
    ),
    filters=DisclosureFilter,
    search=lambda rows, text: rows.filter(
        Q(recipient__icontains=text.strip()) | Q(what__icontains=text.strip()) | _about(text.strip())
    ),
    search_label=_("Recipient, what, or of whom"),
    order="-given",
    counted=lambda n: ngettext("%(n)s disclosure", "%(n)s disclosures", n) % {"n": number(n)},
    empty=_("Nothing is recorded as given to anybody outside."),
)  # fmt: skip


class CollectionFilter(django_filters.FilterSet):
    state = django_filters.ChoiceFilter(
        label=_("State"), choices=IndirectCollection.State.choices, empty_label=ALL
    )

    class Meta:
        model = IndirectCollection
        fields = ()


COLLECTIONS = ListPage(
    name="received-from-others",
    columns=(
        Column("received", _("Received"), lambda c: c.received_on, sort="received_on",
               href=lambda c: reverse("collection", args=[c.public_id])),
        Column("agency", _("From"), lambda c: c.agency or None, sort="agency", sub=lambda c: c.get_source_display()),
        Column("about", _("About"), lambda c: c.subject, sub=lambda c: c.get_whom_display()),
        Column("what", _("What"), lambda c: c.what),
        Column("told", _("Told on"), lambda c: c.told_on, sort="told_on",
               sub=lambda c: label_of(c.body, "collection_exceptions", c.exception) if c.exception else ""),
        Column("state", _("State"), lambda c: c.get_state_display(), sort="state", tag=lambda c: COLLECTION_TAGS[c.state]),
    ),
    filters=CollectionFilter,
    search=lambda rows, text: rows.filter(
        Q(agency__icontains=text.strip()) | Q(what__icontains=text.strip()) | _about(text.strip())
    ),
    search_label=_("Agency, what, or about whom"),
    order="-received",
    counted=lambda n: ngettext("%(n)s receipt", "%(n)s receipts", n) % {"n": number(n)},
    empty=_("Nothing from another agency is recorded."),
)  # fmt: skip


class HoldFilter(django_filters.FilterSet):
    state = django_filters.ChoiceFilter(label=_("State"), choices=LegalHold.State.choices, empty_label=ALL)

    class Meta:
        model = LegalHold
        fields = ()


HOLDS = ListPage(
    name="legal-holds",
    columns=(
        Column("title", _("Hold"), lambda h: h.title, sort="title", href=lambda h: reverse("legal_hold", args=[h.public_id])),
        Column("class", _("On"), lambda h: label_of(h.body, "record_classes",
        h.record_class) if h.record_class else _("Every class of record"),
               sort="record_class", sub=lambda h: h.child.reference if h.child else ""),
        Column("placed", _("Placed"), lambda h: h.body.day_of(h.placed_at), sort="placed_at", sub=lambda h: h.placed_by.name),
        Column("state", _("State"), lambda h: h.get_state_display(), sort="state", tag=lambda h: HOLD_TAGS[h.state]),
    ),
    filters=HoldFilter,
    search=lambda rows, text: rows.filter(Q(title__icontains=text.strip()) | Q(reason__icontains=text.strip())),
    search_label=_("Title or reason"),
    order="-placed",
    counted=lambda n: ngettext("%(n)s legal hold", "%(n)s legal holds", n) % {"n": number(n)},
    empty=_("No legal hold was placed."),
)  # fmt: skip


class BreachFilter(django_filters.FilterSet):
    state = django_filters.ChoiceFilter(label=_("State"), choices=Breach.State.choices, empty_label=ALL)

    class Meta:
        model = Breach
        fields = ()


BREACHES = ListPage(
    name="breaches",
    columns=(
        Column("reference", _("Breach"), lambda b: b.reference, sort="reference",
        href=lambda b: reverse("breach", args=[b.public_id])),
        Column("discovered", _("Discovered"), lambda b: b.body.day_of(b.discovered_at), sort="discovered_at"),
        Column("what", _("What happened"), lambda b: b.what[:160]),
        Column("affected", _("Affected"), lambda b: b.affected_count, sort="affected_count", numeric=True),
        Column("reported", _("Reported by"), lambda b: b.reported_by.name, sort="reported_by__name",
               sub=lambda b: b.organisation.name if b.organisation else ""),
        Column("state", _("State"), lambda b: b.get_state_display(), sort="state", tag=lambda b: BREACH_TAGS[b.state]),
    ),
    filters=BreachFilter,
    search=lambda rows, text: rows.filter(Q(reference__icontains=text.strip()) | Q(what__icontains=text.strip())),
    search_label=_("Reference or what happened"),
    order="-discovered",
    counted=lambda n: ngettext("%(n)s breach", "%(n)s breaches", n) % {"n": number(n)},
    empty=_("No breach was reported."),
)  # fmt: skip

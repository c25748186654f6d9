"""What people enter about variations. Every rule stands in the checks; a form only asks."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Any

from django import forms
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _

from homeward.apps.agreements.models import KINDS_OF_METHOD, Agreement, Line, LineRate
from homeward.apps.agreements.outcome import care_model_on
from homeward.apps.agreements.outcome_models import CareModelSummary
from homeward.apps.agreements.queries import Terms
from homeward.apps.agreements.term_checks import loading_categories, loadings_apply
from homeward.apps.agreements.variation_terms import CARE_MODEL, LOADING, RATE, TARGET, Change, value_of
from homeward.apps.core.forms import RecordForm
from homeward.web.fields import DateField, MoneyField
from homeward.web.numbers import money, number, sign_of

NARROW = {"class": "govuk-input--width-5"}


@dataclass(frozen=True)
class Group:
    """One line's fields: the names of what stands first, and of the loadings, which most variations leave alone."""

    line: Line
    words: str
    fields: tuple[str, ...]
    loadings: tuple[str, ...]


class VariationForm(RecordForm):
    """A field for each term of each line; an empty one leaves that term as it is."""

    effective_on = DateField(label=_("In force from"), help_text=_("The first night the new terms hold."))
    reason = forms.CharField(
        label=_("Reason"), widget=forms.Textarea, help_text=_("The provider reads this.")
    )
    reference = forms.CharField(
        label=_("Reference"), max_length=200, help_text=_("What it rests on, such as Yearly review 2026-27.")
    )

    def __init__(
        self, *args: Any, agreement: Agreement, terms: list[Terms], on: dt.date, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.asked: dict[str, Change] = {}
        self.groups = [self._group(item, on) for item in terms]
        self.on_the_whole = self._care_model(agreement, on)

    def _care_model(self, agreement: Agreement, on: dt.date) -> tuple[str, ...]:
        """The field for another version of the care model summary, where the agreement rests on one."""
        held = care_model_on(agreement, on)
        if held is None:
            return ()
        agreed = CareModelSummary.objects.filter(
            body=agreement.body, organisation=agreement.organisation, state=CareModelSummary.State.AGREED
        ).exclude(pk=held.summary_id)
        versions = [
            (row.number, _t("Version %(number)d") % {"number": row.number})
            for row in agreed.order_by("-number")
        ]
        if not versions:
            return ()
        field = forms.TypedChoiceField(
            label=_("Care model summary"), required=False, coerce=int, empty_value=None, widget=forms.RadioSelect,
            choices=[("", _t("Stays as it is")), *versions],
            help_text=_("Tonight: version %(number)d.") % {"number": held.summary.number},
        )  # fmt: skip
        return (self._add(Change(CARE_MODEL, None, "", "", agreement), field),)

    def _group(self, terms: Terms, on: dt.date) -> Group:
        line = terms.line
        names = []
        if line.method == Line.Method.BLOCK:
            now = number(terms.target.placements) if terms.target else _t("none set")
            names.append(self._add(Change(TARGET, line, "", ""), forms.IntegerField(
                label=_("Minimum placements, line %(number)d") % {"number": line.number}, required=False, min_value=0,
                widget=forms.NumberInput(attrs=NARROW), help_text=_("Tonight: %(now)s.") % {"now": now},
            )))  # fmt: skip
        held = {rate.kind: rate for rate in terms.rates}
        for kind in KINDS_OF_METHOD[Line.Method(line.method)]:
            if kind in held or kind is KINDS_OF_METHOD[Line.Method(line.method)][0]:
                names.append(self._rate(line, kind, held.get(kind)))
        return Group(line, terms.service, tuple(names), tuple(self._loadings(line, on)))

    def _rate(self, line: Line, kind: LineRate.Kind, held: LineRate | None) -> str:
        now = money(held.amount, line.body.currency) if held else _t("none set")
        field = MoneyField(
            label=_("Price, line %(number)d: %(kind)s") % {"number": line.number, "kind": str(kind.label).lower()},
            max_digits=14, decimal_places=4, min_value=0, required=False, help_text=_("Tonight: %(now)s.") % {"now": now},
        )  # fmt: skip
        field.widget.attrs["class"] = "govuk-input--width-10"
        field.widget.attrs["prefix"] = sign_of(line.body.currency)
        return self._add(Change(RATE, line, kind.value, ""), field)

    def _loadings(self, line: Line, on: dt.date) -> list[str]:
        if not loadings_apply(line, on):
            return []
        held = {row.category: row for row in line.loadings.all() if on in row.period}
        return [
            self._add(Change(LOADING, line, code, ""), forms.DecimalField(
                label=_("Loading placements, line %(number)d: %(words)s") % {"number": line.number, "words": words},
                required=False, min_value=0, max_digits=10, decimal_places=4, widget=forms.NumberInput(attrs=NARROW),
                help_text=_("Tonight: %(now)s.") % {"now": value_of(held[code]) if code in held else _t("none contracted")},
            ))
            for code, words in loading_categories(line, on)
        ]  # fmt: skip

    def _add(self, change: Change, field: forms.Field) -> str:
        self.fields[change.field] = field
        self.asked[change.field] = change
        return change.field

    @property
    def changes(self) -> list[dict[str, str]]:
        """What was filled in, as the service takes it."""
        return [
            {
                "kind": c.kind,
                "line": c.line.public_id if c.line else "",
                "category": c.category,
                "after": str(self.cleaned_data[name]),
            }
            for name, c in self.asked.items()
            if self.cleaned_data.get(name) is not None
        ]

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if not any(data.get(name) is not None for name in self.asked) and not set(self.asked) & set(
            self.errors
        ):
            self.add_error(None, _("Give at least one term a new value."))
        return data


class ReasonForm(RecordForm):
    reason = forms.CharField(label=_("Reason"), widget=forms.Textarea, help_text=_("Both sides read this."))

"""Sheets filled by keyboard: scores of a lot, and its weekly prices. Each cell is an input with its error beside it."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from homeward.apps.core.forms import RecordForm
from homeward.apps.frameworks.facts import price_on
from homeward.apps.frameworks.models import Criterion, LotAdmission
from homeward.apps.frameworks.services.scores import PriceGiven, Sheet
from homeward.kernel.ranges import DateRange
from homeward.web.fields import MoneyField


class ScoresForm(RecordForm):
    """Providers down, criteria across, the moderation note last. An empty cell is no score."""

    reason = forms.CharField(
        label=_("Why scores change"), required=False, widget=forms.Textarea(attrs={"rows": 2}), max_length=1000,
        help_text=_("Needed only where a published ranking stands on them."),
    )  # fmt: skip

    def __init__(
        self, *args: Any, rows: Sequence[LotAdmission], criteria: Sequence[Criterion], stage: str, year: int | None,
        **kwargs: Any,
    ) -> None:  # fmt: skip
        self.rows, self.criteria = list(rows), list(criteria)
        super().__init__(*args, **{"initial": self._kept(stage, year), **kwargs})
        for sheet in (Sheet(row) for row in self.rows):
            for c in self.criteria:
                self.fields[sheet.cell(c)] = forms.DecimalField(
                    label=f"{sheet.lot_admission.organisation.name}, {c.title}", required=False, max_digits=5, decimal_places=2,
                )  # fmt: skip
            self.fields[_note(sheet.lot_admission)] = forms.CharField(
                label=f"{sheet.lot_admission.organisation.name}, moderation note",
                required=False,
                max_length=2000,
            )

    def _kept(self, stage: str, year: int | None) -> dict[str, Any]:
        initial: dict[str, Any] = {}
        for row in self.rows:
            kept = next((a for a in row.assessments.all() if (a.stage, a.year) == (stage, year)), None)
            if kept is None:
                continue
            given = {s.criterion_id: s.value for s in kept.scores.all()}
            initial |= {
                Sheet(row).cell(c): format(given[c.pk].normalize(), "f")
                for c in self.criteria
                if c.pk in given
            }
            initial[_note(row)] = kept.note
        return initial

    def table(self) -> list[dict[str, Any]]:
        """Lines for the template: the provider, its cells, its note."""
        return [
            {
                "name": row.organisation.name,
                "cells": [self[Sheet(row).cell(c)] for c in self.criteria],
                "note": self[_note(row)],
            }
            for row in self.rows
        ]

    def sheets(self) -> list[Sheet]:
        data = self.cleaned_data
        return [
            Sheet(row, {c: data.get(Sheet(row).cell(c)) for c in self.criteria}, data.get(_note(row), ""))
            for row in self.rows
        ]


def _note(row: LotAdmission) -> str:
    return f"note_{row.public_id}"


class PricesForm(RecordForm):
    """Providers down; weekly price, whether it meets the terms, and why not."""

    def __init__(
        self, *args: Any, rows: Sequence[LotAdmission], region: str, period: DateRange, **kwargs: Any
    ) -> None:
        self.rows = list(rows)
        initial: dict[str, Any] = {}
        for row in self.rows:
            kept = price_on(row, region, period)
            if kept is not None:
                initial |= {self._name("w", row): kept.weekly, self._name("no", row): not kept.is_compliant,
                            _note(row): kept.note}  # fmt: skip
        super().__init__(*args, **{"initial": initial, **kwargs})
        for row in self.rows:
            name = row.organisation.name
            self.fields[self._name("w", row)] = MoneyField(
                label=f"{name}, weekly price", required=False, min_value=Decimal("0.01"), max_digits=9
            )
            self.fields[self._name("no", row)] = forms.BooleanField(
                label=f"{name}, does not meet the terms", required=False
            )
            self.fields[_note(row)] = forms.CharField(
                label=f"{name}, why it does not", required=False, max_length=500
            )

    @staticmethod
    def _name(what: str, row: LotAdmission) -> str:
        return f"{what}_{row.public_id}"

    def table(self) -> list[dict[str, Any]]:
        return [
            {
                "name": row.organisation.name, "weekly": self[self._name("w", row)], "no": self[self._name("no", row)],
                "note": self[_note(row)],
            }
            for row in self.rows
        ]  # fmt: skip

    def prices(self) -> list[PriceGiven]:
        data = self.cleaned_data
        return [
            PriceGiven(row, data[self._name("w", row)], not data[self._name("no", row)], data[_note(row)])
            for row in self.rows
        ]

"""What every way of asking for a value is made of."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from homeward.apps.accounts.models import CommissioningBody
from homeward.policy import Pack
from homeward.policy.parameters import Parameter
from homeward.policy.units import UNITS

VALUE = _("Value")
NARROW, WIDE = "govuk-input--width-4", "govuk-input--width-10"
CHOOSE = ("", _("Choose one"))


@dataclass(frozen=True)
class About:
    """What a shape needs to know to draw itself."""

    body: CommissioningBody
    pack: Pack
    parameter: Parameter
    today: dt.date
    current: Any = None
    """The value in force today for the first key, from which a list learns how many rows to offer."""


class Shape:
    """One field named ``value``, kept as it is. Other units override what differs."""

    def fields(self, about: About) -> dict[str, forms.Field]:
        return {
            "value": forms.CharField(label=VALUE, help_text=UNITS[about.parameter.unit].meaning.capitalize())
        }

    def groups(self, about: About) -> list[tuple[str, list[str]]]:
        """Fields that stand beside each other, each group with what it is called; empty for a single field."""
        return []

    def read(self, data: Mapping[str, Any], about: About) -> Any:
        """The pack's value from cleaned data. Raises ValidationError, by field where it can."""
        return data["value"]

    def initial(self, value: Any) -> dict[str, Any]:
        return {"value": value}


def decimal_field(label: Any, attrs: dict[str, str], *, required: bool = True) -> forms.DecimalField:
    return forms.DecimalField(
        label=label,
        required=required,
        min_value=0,
        max_digits=14,
        decimal_places=6,
        widget=forms.NumberInput(attrs=attrs),
    )


def written(number: Decimal) -> str:
    """A number as the pack writes it: exact, without an exponent or zeros that say nothing."""
    text = f"{number:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text

"""How a value of each unit is asked for: real fields, and the way from them to the pack's value and back."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import Any

from django import forms
from django.utils.dates import MONTHS
from django.utils.translation import gettext_lazy as _

from homeward.apps.core.vocabulary import choices_of
from homeward.apps.local_policy import monthdays, words
from homeward.apps.local_policy.level_shapes import Bands, Escalation, Responses
from homeward.apps.local_policy.shape import CHOOSE, NARROW, VALUE, WIDE, About, Shape, decimal_field, written
from homeward.policy.units import UNITS


class Reading(Shape):
    def fields(self, about: About) -> dict[str, forms.Field]:
        choices = [(code, str(meaning).strip()) for code, meaning in about.parameter.options.items()]
        return {
            "value": forms.ChoiceField(label=_("How it is read"), choices=choices, widget=forms.RadioSelect)
        }


class YesNo(Shape):
    def fields(self, about: About) -> dict[str, forms.Field]:
        choices = [("yes", _("Yes")), ("no", _("No"))]
        return {"value": forms.ChoiceField(label=VALUE, choices=choices, widget=forms.RadioSelect)}

    def read(self, data: Mapping[str, Any], about: About) -> Any:
        return data["value"] == "yes"

    def initial(self, value: Any) -> dict[str, Any]:
        return {"value": "yes" if value else "no"}


class Whole(Shape):
    def fields(self, about: About) -> dict[str, forms.Field]:
        widget = forms.NumberInput(attrs={"class": NARROW, "suffix": UNITS[about.parameter.unit].meaning})
        return {"value": forms.IntegerField(label=VALUE, min_value=0, max_value=100_000, widget=widget)}


class Exact(Shape):
    """A decimal number, kept as the text that was typed, so that it stays exact."""

    def fields(self, about: About) -> dict[str, forms.Field]:
        unit = about.parameter.unit
        attrs = {"class": WIDE}
        if unit.startswith("money"):
            attrs["prefix"] = about.body.currency
        if unit in words.UNIT_SUFFIX:
            attrs["suffix"] = str(words.UNIT_SUFFIX[unit])
        return {"value": decimal_field(VALUE, attrs)}

    def read(self, data: Mapping[str, Any], about: About) -> Any:
        return written(data["value"])


class Code(Shape):
    def fields(self, about: About) -> dict[str, forms.Field]:
        choices = choices_of(about.body, about.parameter.vocabulary or "", about.today)
        return {"value": forms.ChoiceField(label=VALUE, choices=choices, widget=forms.RadioSelect)}


class Codes(Shape):
    def fields(self, about: About) -> dict[str, forms.Field]:
        choices = choices_of(about.body, about.parameter.vocabulary or "", about.today)
        return {
            "value": forms.MultipleChoiceField(
                label=VALUE,
                choices=choices,
                widget=forms.CheckboxSelectMultiple,
                required=False,
                help_text=_("Tick all that apply. Nothing ticked means none."),
            )
        }

    def read(self, data: Mapping[str, Any], about: About) -> Any:
        return list(data["value"])


class MonthDay(Shape):
    def fields(self, about: About) -> dict[str, forms.Field]:
        return _day_and_month("day", "month", VALUE)

    def groups(self, about: About) -> list[tuple[str, list[str]]]:
        return [(str(_("Each year on")), ["day", "month"])]

    def read(self, data: Mapping[str, Any], about: About) -> Any:
        return _month_day(data, "day", "month")

    def initial(self, value: Any) -> dict[str, Any]:
        month, day = value.split("-")
        return {"day": int(day), "month": str(int(month))}


class Window(Shape):
    def fields(self, about: About) -> dict[str, forms.Field]:
        return {
            **_day_and_month("first_day", "first_month", _("First day")),
            **_day_and_month("last_day_of", "last_month", _("Last day")),
        }

    def groups(self, about: About) -> list[tuple[str, list[str]]]:
        return [
            (str(_("First day of each year’s window")), ["first_day", "first_month"]),
            (str(_("Last day of each year’s window")), ["last_day_of", "last_month"]),
        ]

    def read(self, data: Mapping[str, Any], about: About) -> Any:
        first = _month_day(data, "first_day", "first_month")
        return {"first": first, "last": _month_day(data, "last_day_of", "last_month")}

    def initial(self, value: Any) -> dict[str, Any]:
        first, last = MonthDay().initial(value["first"]), MonthDay().initial(value["last"])
        return {
            "first_day": first["day"], "first_month": first["month"],
            "last_day_of": last["day"], "last_month": last["month"],
        }  # fmt: skip


def _day_and_month(day: str, month: str, label: Any) -> dict[str, forms.Field]:
    months = [(str(number), name) for number, name in MONTHS.items()]
    return {
        day: forms.IntegerField(
            label=_("Day"), min_value=1, max_value=31, widget=forms.NumberInput(attrs={"class": NARROW})
        ),
        month: forms.ChoiceField(label=_("Month"), choices=[CHOOSE, *months]),
    }


def _month_day(data: Mapping[str, Any], day: str, month: str) -> str:
    """A day that some year has: 29 February counts, 31 June does not."""
    try:
        dt.date(2024, int(data[month]), data[day])
    except ValueError:
        raise forms.ValidationError({day: _("The month has no such day.")}) from None
    return monthdays.write(data[day], int(data[month]))


# Units whose value is one whole number, and those whose value is an exact one.
WHOLE = (
    "nights",
    "days",
    "business_days",
    "weeks",
    "months",
    "years",
    "hours",
    "places",
    "count",
    "decimal_places",
)
EXACT = ("percent", "percent_of_base_unit", "money", "money_per_night", "miles")
SHAPES: dict[str, Shape] = {
    "reading": Reading(), "yes_no": YesNo(), "code": Code(), "codes": Codes(), "level_bands": Bands(),
    "responses_by_level": Responses(), "escalation": Escalation(), "month_day": MonthDay(), "date_window": Window(),
    **dict.fromkeys(WHOLE, Whole()), **dict.fromkeys(EXACT, Exact()),
}  # fmt: skip

"""How a value of each unit is asked for: real fields, and the way from them to the pack's value and back."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django import forms
from django.utils.dates import MONTHS
from django.utils.translation import gettext_lazy as _

from homeward.apps.accounts.models import CommissioningBody
from homeward.apps.core.vocabulary import choices_of
from homeward.apps.local_policy import monthdays, words
from homeward.policy import Pack
from homeward.policy.parameters import Parameter
from homeward.policy.units import UNITS

VALUE = _("Value")
SPARE_ROWS, LEAST_ROWS = 2, 6
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
        return {"value": _decimal(VALUE, attrs)}

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


class Bands(Shape):
    """Levels, best first, each with its lower edge."""

    def fields(self, about: About) -> dict[str, forms.Field]:
        found: dict[str, forms.Field] = {}
        for number in range(1, _rows(about) + 1):
            found[f"level_{number}"] = forms.CharField(
                label=_("Level"),
                required=False,
                max_length=10,
                widget=forms.TextInput(attrs={"class": NARROW}),
            )
            edge = _decimal(_("Lower edge"), {"class": NARROW, "suffix": "%"}, required=False)
            found[f"edge_{number}"] = edge
        return found

    def groups(self, about: About) -> list[tuple[str, list[str]]]:
        ordinal = _("Row %(n)d")
        return [(str(ordinal % {"n": n}), [f"level_{n}", f"edge_{n}"]) for n in range(1, _rows(about) + 1)]

    def read(self, data: Mapping[str, Any], about: About) -> Any:
        bands: list[dict[str, str]] = []
        problems: dict[str, Any] = {}
        for number in range(1, _rows(about) + 1):
            level, edge = (data.get(f"level_{number}") or "").strip(), data.get(f"edge_{number}")
            if not level and edge is None:
                continue
            if not level:
                problems[f"level_{number}"] = _("Row %(n)d: enter the level’s code.") % {"n": number}
            if edge is None:
                problems[f"edge_{number}"] = _("Row %(n)d: enter the lower edge in percent.") % {"n": number}
                continue
            problems |= _out_of_order(bands, level, edge, number)
            bands.append({"level": level, "at_least": written(edge)})
        if bands and not problems and Decimal(bands[-1]["at_least"]) != 0:
            problems[f"edge_{len(bands)}"] = _(
                "The last level reaches down to 0 %, so that every share has a level."
            )
        if not bands and not problems:
            problems["level_1"] = _("Enter at least one level.")
        if problems:
            raise forms.ValidationError(problems)
        return bands

    def initial(self, value: Any) -> dict[str, Any]:
        found = {}
        for number, band in enumerate(value, start=1):
            found |= {f"level_{number}": band["level"], f"edge_{number}": band["at_least"]}
        return found


def _out_of_order(bands: list[dict[str, str]], level: str, edge: Decimal, number: int) -> dict[str, Any]:
    """A level named twice, or an edge that does not fall."""
    if any(band["level"] == level for band in bands):
        return {
            f"level_{number}": _("Row %(n)d: level %(level)s stands twice.") % {"n": number, "level": level}
        }
    if bands and edge >= Decimal(bands[-1]["at_least"]):
        told = {"n": number, "above": bands[-1]["at_least"]}
        return {
            f"edge_{number}": _("Row %(n)d: the edge must be below %(above)s %%, best level first.") % told
        }
    return {}


class Responses(Shape):
    """What each level asks for: for each level in force, a list to tick."""

    def fields(self, about: About) -> dict[str, forms.Field]:
        choices = choices_of(about.body, "level_responses", about.today)
        return {
            f"responses_{place}": forms.MultipleChoiceField(
                label=_("Level %(level)s asks for") % {"level": level},
                choices=choices,
                widget=forms.CheckboxSelectMultiple,
                required=False,
            )
            for place, level in enumerate(levels_of(about.pack, about.today))
        }

    def read(self, data: Mapping[str, Any], about: About) -> Any:
        return [
            {"level": level, "responses": list(data[f"responses_{place}"])}
            for place, level in enumerate(levels_of(about.pack, about.today))
        ]

    def initial(self, value: Any) -> dict[str, Any]:
        return {f"responses_{place}": row["responses"] for place, row in enumerate(value)}


class Escalation(Shape):
    def fields(self, about: About) -> dict[str, forms.Field]:
        levels = [(level, level) for level in levels_of(about.pack, about.today)]
        periods = forms.NumberInput(attrs={"class": NARROW, "suffix": str(_("quarters in a row"))})
        responses = choices_of(about.body, "level_responses", about.today)
        return {
            "level": forms.ChoiceField(label=_("At level"), choices=levels, widget=forms.RadioSelect),
            "periods": forms.IntegerField(label=_("For"), min_value=2, max_value=40, widget=periods),
            "response": forms.ChoiceField(label=_("It asks for"), choices=[CHOOSE, *responses]),
        }

    def read(self, data: Mapping[str, Any], about: About) -> Any:
        return {"level": data["level"], "consecutive_periods": data["periods"], "response": data["response"]}

    def initial(self, value: Any) -> dict[str, Any]:
        return {
            "level": value["level"],
            "periods": value["consecutive_periods"],
            "response": value["response"],
        }


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


def _decimal(label: Any, attrs: dict[str, str], *, required: bool = True) -> forms.DecimalField:
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


def levels_of(pack: Pack, on: dt.date) -> list[str]:
    """The levels in force for any key, in the order of the pack."""
    parameter = pack.parameters.get("utilisation.levels")
    found = [parameter.on(on, key) for key in parameter.keys] if parameter else []
    return list(dict.fromkeys(band["level"] for value in found if value for band in value.value))


def _rows(about: About) -> int:
    held = len(about.current) if isinstance(about.current, list) else 0
    return max(LEAST_ROWS, held + SPARE_ROWS)


_WHOLE = (
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
_EXACT = ("percent", "percent_of_base_unit", "money", "money_per_night")
SHAPES: dict[str, Shape] = {
    "reading": Reading(), "yes_no": YesNo(), "code": Code(), "codes": Codes(), "level_bands": Bands(),
    "responses_by_level": Responses(), "escalation": Escalation(), "month_day": MonthDay(), "date_window": Window(),
    **dict.fromkeys(_WHOLE, Whole()), **dict.fromkeys(_EXACT, Exact()),
}  # fmt: skip

"""How levels are asked for: bands with their edges, what each level asks for, the same level in a row."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from decimal import Decimal
from typing import Any, cast

from django import forms
from django.utils.translation import gettext_lazy as _

from homeward.apps.core.vocabulary import choices_of
from homeward.apps.local_policy.shape import CHOOSE, NARROW, About, Shape, decimal_field, written
from homeward.policy import Pack

SPARE_ROWS, LEAST_ROWS = 2, 6


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
            edge = decimal_field(_("Lower edge"), {"class": NARROW, "suffix": "%"}, required=False)
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
        found: dict[str, Any] = {}
        for number, band in enumerate(value, start=1):
            found |= {f"level_{number}": band["level"], f"edge_{number}": band["at_least"]}
        return found


def _rows(about: About) -> int:
    held = len(about.current) if isinstance(about.current, list) else 0
    return max(LEAST_ROWS, held + SPARE_ROWS)


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


def levels_of(pack: Pack, on: dt.date) -> list[str]:
    """The levels in force for any key, in the order of the pack."""
    parameter = pack.parameters.get("utilisation.levels")
    found = [parameter.on(on, key) for key in parameter.keys] if parameter else []
    bands: list[Any] = [band for value in found if value for band in cast("list[Any]", value.value)]
    return list(dict.fromkeys(band["level"] for band in bands))

"""Replacing a pack value for one line: first which, then by what, seeing what the pack says and where it says so."""

from __future__ import annotations

import json
import re
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from homeward.apps.agreements.forms import CHOOSE, REFERENCE_HINT, PeriodForm
from homeward.apps.agreements.models import Line
from homeward.apps.core.forms import offer
from homeward.apps.core.vocabulary import label_of
from homeward.apps.local_policy.shapes import EXACT, WHOLE
from homeward.policy import Pack
from homeward.policy.parameters import Parameter
from homeward.policy.units import UNITS

LEVEL = re.compile(
    r"^(?:level\s+)?(?P<level>\S+?)[:,]?\s+(?:at least\s+)?(?P<edge>[\d.]+)\s*%?$", re.IGNORECASE
)


class ParameterForm(forms.Form):
    """Which value of the pack; a GET form, so that the choice stands in the address."""

    parameter = forms.ChoiceField(label=_("Value to replace"))

    def __init__(self, *args: Any, pack: Pack, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        areas: dict[str, list[tuple[str, str]]] = {}
        for path, parameter in sorted(pack.parameters.items()):
            areas.setdefault(path.split(".")[0].replace("_", " ").capitalize(), []).append(
                (path, parameter.description)
            )
        choices = [(path, f"{area}: {words}") for area, rows in areas.items() for path, words in rows]
        offer(self, "parameter", [CHOOSE, *choices])


class OverrideForm(PeriodForm):
    """The new value, asked for in the shape the parameter takes."""

    key = forms.ChoiceField(label=_("For"), required=False)
    value = forms.CharField(label=_("Value for this line"))
    reference = forms.CharField(label=_("Reference"), help_text=REFERENCE_HINT)
    field_order = ("key", "value", "start", "last_night", "reference")

    def __init__(self, *args: Any, line: Line, parameter: Parameter, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.parameter = parameter
        keys = [key for key in parameter.keys if key is not None]
        if keys:
            named = [(key, label_of(line.body, parameter.keyed_by or "", key)) for key in keys]
            offer(self, "key", [("", _("All")), *named])
        else:
            del self.fields["key"]
        self._shape_value()
        own = next((row for row in parameter.values if row.key in (line.service_type, None)), None)
        if own is not None:
            self.fields["value"].initial = written(parameter, own.value)
        if line.service_type in keys:
            self.fields["key"].initial = line.service_type

    def _shape_value(self) -> None:
        parameter, label = self.parameter, _("Value for this line")
        if parameter.kind == "reading":
            choices = [(code, words) for code, words in parameter.options.items()]
            self.fields["value"] = forms.ChoiceField(label=label, choices=choices, widget=forms.RadioSelect)
        elif parameter.unit == "yes_no":
            choices = [("true", str(_("Yes"))), ("false", str(_("No")))]
            self.fields["value"] = forms.ChoiceField(label=label, choices=choices, widget=forms.RadioSelect)
        elif parameter.unit in WHOLE:
            self.fields["value"] = forms.IntegerField(
                label=label, help_text=UNITS[parameter.unit].meaning.capitalize()
            )
        elif parameter.unit in EXACT or parameter.unit in ("code", "month_day"):
            self.fields["value"].help_text = UNITS[parameter.unit].meaning.capitalize()
        elif parameter.unit == "level_bands":
            self.fields["value"].widget = forms.Textarea(attrs={"rows": "5", "spellcheck": "false"})
            self.fields["value"].help_text = _(
                "One level a line, best first, with its lower edge: level 1: at least 95."
            )
        else:
            self.fields["value"].widget = forms.Textarea(attrs={"rows": "6", "spellcheck": "false"})
            self.fields["value"].help_text = _("Written as the pack writes it, as JSON: %(meaning)s.") % {
                "meaning": UNITS[parameter.unit].meaning
            }
        self.order_fields(self.field_order)

    def clean_value(self) -> Any:
        value, unit = self.cleaned_data["value"], self.parameter.unit
        if self.parameter.kind == "reading" or unit in WHOLE:
            return value
        if unit == "yes_no":
            return value == "true"
        if unit in EXACT or unit in ("code", "month_day"):
            return value.strip().rstrip("%").strip()
        if unit == "level_bands":
            return [_band(line) for line in value.splitlines() if line.strip()]
        try:
            return json.loads(value, parse_float=str)
        except ValueError:
            raise forms.ValidationError(
                _("This cannot be read. Compare it with the value of the pack above.")
            ) from None

    def given(self) -> dict[str, Any]:
        return {"key": "", **super().given()}


def written(parameter: Parameter, value: Any) -> Any:
    """A pack value as a person would type it into the form."""
    if parameter.unit == "level_bands" and isinstance(value, list):
        return "\n".join(f"level {band['level']}: at least {band['at_least']}" for band in value)
    if isinstance(value, bool):
        return "true" if value else "false"
    return json.dumps(value, ensure_ascii=False) if isinstance(value, list | dict) else value


def _band(text: str) -> dict[str, str]:
    found = LEVEL.match(text.strip())
    if found is None:
        raise forms.ValidationError(_("“%(line)s” cannot be read as a level.") % {"line": text.strip()[:60]})
    return {"level": found["level"], "at_least": found["edge"]}

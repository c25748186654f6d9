"""What people enter about the form of files to and from the finance system."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from homeward.apps.core.forms import RecordForm
from homeward.apps.finance import answers, layouts
from homeward.web.fields import DateField


class LayoutForm(RecordForm):
    """What every layout has: from when, and where it is written down."""

    aliases: Mapping[str, str] = {}

    starts_on = DateField(
        label=_("Used from"), help_text=_("Today or later. Files that have left stay as they left.")
    )
    source = forms.CharField(
        label=_("Where this is written down"), max_length=200,
        help_text=_("The finance system's own description, or who gave it and when."),
    )  # fmt: skip

    def __init__(self, *args: Any, now: Mapping[str, Any], today: dt.date, **kwargs: Any) -> None:
        """`now` is the layout that holds: the form begins with it."""
        kwargs["initial"] = {"starts_on": today, **kwargs.get("initial", {})}
        super().__init__(*args, **kwargs)

    def settings(self) -> dict[str, Any]:
        """What was entered, as `layouts` and `answers` read it."""
        raise NotImplementedError


class ExportLayoutForm(LayoutForm):
    """Columns with their places and headings, then the formats."""

    aliases = {"columns": "place_batch"}

    dates = forms.ChoiceField(label=_("Dates"), choices=[(k, v[0]) for k, v in layouts.DATE_FORMATS.items()])
    decimal = forms.ChoiceField(
        label=_("Cents are marked by"), choices=[("point", _("a point")), ("comma", _("a comma"))]
    )
    separator = forms.ChoiceField(
        label=_("Columns are separated by"),
        choices=[
            ("comma", _("commas")),
            ("semicolon", _("semicolons")),
            ("tab", _("tabs")),
            ("bar", _("upright bars")),
        ],
    )
    control = forms.ChoiceField(
        label=_("Count and control total"),
        choices=[("both", _("in the file's name and in a last row")), ("name", _("in the file's name")),
                 ("trailer", _("in a last row")), ("neither", _("not in the file"))],
    )  # fmt: skip

    def __init__(self, *args: Any, now: Mapping[str, Any], today: dt.date, **kwargs: Any) -> None:
        kwargs["initial"] = {
            **{k: now[k] for k in ("dates", "decimal", "separator", "control")},
        }
        super().__init__(*args, now=now, today=today, **kwargs)
        places = {c["field"]: (i, c["heading"]) for i, c in enumerate(now["columns"], start=1)}
        for field, (words, usual) in layouts.FIELDS.items():
            place, heading = places.get(field, (None, usual))
            self.fields[f"place_{field}"] = forms.IntegerField(
                label=_("Place of %(column)s") % {"column": words},
                required=False,
                min_value=1,
                max_value=99,
                initial=place,
            )
            self.fields[f"heading_{field}"] = forms.CharField(
                label=_("Heading of %(column)s") % {"column": words},
                required=False,
                max_length=60,
                initial=heading,
            )

    def field_of(self, reason_field: str) -> str | None:
        name = f"heading_{reason_field}" if reason_field in layouts.FIELDS else reason_field
        return super().field_of(name)

    @property
    def column_rows(self) -> list[dict[str, Any]]:
        return [
            {
                "words": words,
                "place": self[f"place_{f}"],
                "heading": self[f"heading_{f}"],
                "needed": f in layouts.NEEDED,
            }
            for f, (words, _usual) in layouts.FIELDS.items()
        ]

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        taken: dict[int, str] = {}
        for field, (words, _usual) in layouts.FIELDS.items():
            place = data.get(f"place_{field}")
            if place is not None and (other := taken.setdefault(place, words)) != words:
                text = _("%(other)s has place %(place)d too.") % {"other": other, "place": place}
                self.add_error(f"place_{field}", text)
        return data

    def settings(self) -> dict[str, Any]:
        data = self.cleaned_data
        chosen = sorted((data[f"place_{f}"], f) for f in layouts.FIELDS if data.get(f"place_{f}"))
        columns = [{"field": f, "heading": data.get(f"heading_{f}", "").strip()} for _place, f in chosen]
        return {"columns": columns, **{k: data[k] for k in ("dates", "decimal", "separator", "control")}}


class ResultLayoutForm(LayoutForm):
    """Which column of the answer says what, and in which words."""

    aliases = {"columns": "column_batch"}

    ignored = forms.CharField(
        label=_("Columns to leave aside"), required=False, widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("Headings that the file also has, separated by commas or lines."),
    )  # fmt: skip
    paid = forms.CharField(
        label=_("Words that mean paid"), help_text=_("Separated by commas."), max_length=200
    )
    rejected = forms.CharField(
        label=_("Words that mean rejected"), help_text=_("Separated by commas."), max_length=200
    )
    dates = forms.ChoiceField(label=_("Dates"), choices=[(k, v[0]) for k, v in layouts.DATE_FORMATS.items()])
    decimal = forms.ChoiceField(
        label=_("Cents are marked by"), choices=[("point", _("a point")), ("comma", _("a comma"))]
    )

    def __init__(self, *args: Any, now: Mapping[str, Any], today: dt.date, **kwargs: Any) -> None:
        lists = {k: ", ".join(now[k]) for k in ("ignored", "paid", "rejected")}
        kwargs["initial"] = {
            "dates": now["dates"],
            "decimal": now["decimal"],
            **lists,
        }
        super().__init__(*args, now=now, today=today, **kwargs)
        for field, (words, needed) in answers.FIELDS.items():
            self.fields[f"column_{field}"] = forms.CharField(
                label=_("Heading of %(column)s") % {"column": words}, required=needed, max_length=60,
                initial=now["columns"].get(field, ""),
            )  # fmt: skip

    def field_of(self, reason_field: str) -> str | None:
        name = f"column_{reason_field}" if reason_field in answers.FIELDS else reason_field
        return super().field_of(name)

    @property
    def column_names(self) -> list[Any]:
        return [self[f"column_{field}"] for field in answers.FIELDS]

    def settings(self) -> dict[str, Any]:
        data = self.cleaned_data
        columns = {f: data.get(f"column_{f}", "").strip() for f in answers.FIELDS}
        return {
            "columns": {f: name for f, name in columns.items() if name},
            **{name: _listed(data[name]) for name in ("ignored", "paid", "rejected")},
            "dates": data["dates"], "decimal": data["decimal"],
        }  # fmt: skip


def _listed(text: str) -> list[str]:
    return [part.strip() for part in text.replace("\n", ",").split(",") if part.strip()]

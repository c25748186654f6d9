"""What people enter about values: the value in its own shape, from when, from which document, and why not."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from homeward.apps.core.forms import RecordForm
from homeward.apps.core.periods import end_after, from_db, last_night_before
from homeward.apps.core.vocabulary import choices_of
from homeward.apps.local_policy.models import LocalValue
from homeward.apps.local_policy.shape import About
from homeward.apps.local_policy.shapes import SHAPES
from homeward.kernel.ranges import DateRange
from homeward.web.fields import DateField

SOURCE = ("source_title", "source_clause", "source_read_on", "note")
DATES = ("start", "last_day")


class ValueForm(RecordForm):
    """A value of one parameter. Its own fields come from the unit's shape."""

    start = DateField(label=_("Holds from"), help_text=_("The first day, such as 1 7 2026."))
    last_day = DateField(
        label=_("Last day"),
        required=False,
        help_text=_("Leave empty while it holds until another is entered."),
    )
    source_title = forms.CharField(
        label=_("Document"),
        max_length=200,
        help_text=_("Its full title with edition, as a reader would look for it."),
    )
    source_clause = forms.CharField(
        label=_("Place in it"), max_length=200, help_text=_("Clause, appendix, table or page.")
    )
    source_read_on = DateField(label=_("Read on"), help_text=_("The day you read it."))
    note = forms.CharField(
        label=_("Note"),
        required=False,
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": "3"}),
        help_text=_("What a later reader should know. It stands beside the value wherever it is explained."),
    )
    aliases = {"from": "start", "until": "last_day", "for": "keys", "period": "last_day"}

    def __init__(self, *args: Any, about: About, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.about, self.shape = about, SHAPES[about.parameter.unit]
        own = self.shape.fields(about)
        self.value_fields = list(own)
        self.groups = self.shape.groups(about)
        fields = {**self._keys(), **own}
        self.fields = {**fields, **{name: self.fields[name] for name in (*DATES, *SOURCE)}}

    def _keys(self) -> dict[str, forms.Field]:
        keyed_by = self.about.parameter.keyed_by
        if keyed_by is None:
            return {}
        choices = choices_of(self.about.body, keyed_by, self.about.today)
        return {
            "keys": forms.MultipleChoiceField(
                label=_("For"),
                choices=choices,
                widget=forms.CheckboxSelectMultiple,
                help_text=_("Tick all for which the document gives this value."),
            )
        }

    def field_of(self, reason_field: str) -> str | None:
        """A fault of the value leads to its first field, one of another part to the part's own."""
        if reason_field == "value" and "value" not in self.fields:
            return self.value_fields[0]
        return super().field_of(reason_field)

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        start, last = data.get("start"), data.get("last_day")
        if start and last and last < start:
            self.add_error("last_day", _("The last day is before the first."))
        elif start:
            data["period"] = DateRange(start, end_after(last))
        if not any(name in self.errors for name in self.value_fields):
            try:
                data["made"] = self.shape.read(data, self.about)
            except forms.ValidationError as error:
                self.add_error(None, error)
        return data

    def given(self) -> dict[str, Any]:
        """The cleaned data as the service takes it."""
        data = self.cleaned_data
        told = {name: data[name] for name in SOURCE}
        return {**told, "value": data["made"], "period": data["period"], "keys": data.get("keys", [])}


def initial_of(value: LocalValue, about: About) -> dict[str, Any]:
    """A draft as it was entered, to be changed."""
    period = from_db(value.period)
    return {
        **SHAPES[about.parameter.unit].initial(value.value),
        "keys": value.keys,
        "start": period.start,
        "last_day": last_night_before(period.end),
        **{name: getattr(value, name) for name in SOURCE},
    }


class DecisionForm(RecordForm):
    """Confirm or decline; a reason is needed only to decline."""

    decision = forms.ChoiceField(
        label=_("Your decision"),
        choices=[("confirm", _("I have seen the source. Confirm it")), ("decline", _("Decline it"))],
        widget=forms.RadioSelect,
    )
    reason = forms.CharField(
        label=_("Reason"),
        required=False,
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": "3"}),
        help_text=_("Needed to decline. Whoever entered the value is told."),
    )

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if data.get("decision") == "decline" and not data.get("reason", "").strip():
            self.add_error("reason", _("Say in a sentence why, so that it can be put right."))
        return data


class WithdrawForm(RecordForm):
    reason = forms.CharField(
        label=_("Why it no longer holds"), max_length=2000, widget=forms.Textarea(attrs={"rows": "3"})
    )


class UploadForm(RecordForm):
    file = forms.FileField(
        label=_("File of local values"),
        help_text=_("A YAML file as this page hands out. Nothing is taken in yet."),
    )

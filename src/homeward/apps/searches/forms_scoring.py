"""What people type in a choice by marks."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from homeward.apps.core.forms import RecordForm

LONGEST = 400


class OpenScoringForm(RecordForm):
    """Why there is to be another; the first needs no reason."""

    reason = forms.CharField(
        label=_("Why another"), required=False, max_length=LONGEST, widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("One was published before. Names no child."),
    )  # fmt: skip

    def __init__(self, *args: Any, again: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not again:
            del self.fields["reason"]


class MarksForm(RecordForm):
    """Marks for the skills of the carers, and why."""

    skills = forms.DecimalField(
        label=_("Marks for the skills of the carers"), max_digits=5, decimal_places=2,
        widget=forms.TextInput(attrs={"inputmode": "decimal", "class": "govuk-input--width-4"}),
    )  # fmt: skip
    reason = forms.CharField(
        label=_("Why these marks"), max_length=1000, widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("From what was offered. The provider reads it once a home is chosen. No names of children."),
    )  # fmt: skip

    def __init__(self, *args: Any, most: int | None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if most is not None:
            self.fields["skills"].help_text = _("0 to %(most)s.") % {"most": most}


class WhyForm(RecordForm):
    reason = forms.CharField(
        label=_("Why"), max_length=LONGEST, widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("No names of children."),
    )  # fmt: skip


class WaiverForm(RecordForm):
    gives = forms.ChoiceField(
        label=_("Your decision"), widget=forms.RadioSelect,
        choices=[("yes", _("It is scored in spite of the inspection")), ("no", _("It stays out of the choice by marks"))],
    )  # fmt: skip
    reason = forms.CharField(
        label=_("Why"), max_length=LONGEST, widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("No names of children."),
    )  # fmt: skip

"""The form of a section, made from its questions."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from homeward.apps.core.forms import RecordForm
from homeward.apps.referrals.models import Referral
from homeward.apps.referrals.sections import Kind, Question, Section

LONGEST, LINE, FARTHEST = 4000, 160, 400


class SectionForm(RecordForm):
    """Nothing is demanded while it is written; what is missing is told beside the section's name."""

    def __init__(self, *args: Any, section: Section, referral: Referral, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.section, self.referral = section, referral
        for question in section.asked(referral):
            self.fields[question.name] = _field(question, referral)

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or {}
        for question in self.section.asked(self.referral):
            if question.name not in cleaned:
                continue
            cleaned[question.name] = question.tidy(cleaned[question.name])
            if wrong := question.wrong(cleaned[question.name]):
                self.add_error(question.name, wrong)
        return cleaned


def _field(question: Question, referral: Referral) -> forms.Field:
    told: dict[str, Any] = {"label": question.label, "help_text": question.hint, "required": False}
    if question.kind is Kind.ONE:
        return forms.ChoiceField(choices=question.choices(referral), widget=forms.RadioSelect, **told)
    if question.kind is Kind.SEVERAL:
        choices = question.choices(referral)
        return forms.MultipleChoiceField(choices=choices, widget=forms.CheckboxSelectMultiple, **told)
    if question.kind is Kind.MILES:
        attrs = {"suffix": _("miles"), "class": "govuk-input--width-4"}
        return forms.IntegerField(
            min_value=1, max_value=FARTHEST, widget=forms.NumberInput(attrs=attrs), **told
        )
    if question.kind is Kind.LINE:
        return forms.CharField(max_length=LINE, **told)
    return forms.CharField(max_length=LONGEST, widget=forms.Textarea(attrs={"rows": question.rows}), **told)

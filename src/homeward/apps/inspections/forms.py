"""What people type about inspections."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from homeward.apps.accounts.actors import Actor
from homeward.apps.accounts.document_forms import file_field
from homeward.apps.core.forms import RecordForm, offer
from homeward.apps.core.vocabulary import choices_of
from homeward.apps.inspections.queries import GRADES, REGULATORS, grades_of
from homeward.web.fields import DateField


class InspectionForm(RecordForm):
    """Who inspected, when, and what it came to on that inspectorate's own scale."""

    regulator = forms.ChoiceField(label=_("Inspectorate"), widget=forms.RadioSelect)
    inspected_on = DateField(label=_("Day of the inspection"), help_text=_("As the report says it."))
    grade = forms.ChoiceField(
        label=_("Grade"), required=False, help_text=_("On the inspectorate’s own scale. Not every report carries one.")
    )  # fmt: skip

    def __init__(self, *args: Any, actor: Actor, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        body, today = actor.body, actor.today
        regulators = choices_of(body, REGULATORS, today)
        offer(self, "regulator", regulators)
        scales = [(name, grades_of(body, code, today)) for code, name in regulators]
        whose = {
            code: ", ".join(name for name, scale in scales if code in dict(scale))
            for code, _label in choices_of(body, GRADES, today)
        }
        grades = [(code, f"{label} ({whose[code]})") for code, label in choices_of(body, GRADES, today)]
        offer(self, "grade", [("", _("The report carries no grade")), *grades])
        self.fields["report"] = file_field(_("Report"))
        self.fields["report"].required = False


class TakeBackForm(RecordForm):
    reason = forms.CharField(
        label=_("What is wrong with it"), max_length=400, widget=forms.Textarea(attrs={"rows": 3})
    )

"""What people type when offers are compared: the impact on those who live in a home already."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from homeward.apps.core.forms import RecordForm
from homeward.apps.searches.models import ImpactAssessment


class ImpactForm(RecordForm):
    """The assessment of a home's manager. Another authority reads it, so it names no child."""

    outcome = forms.ChoiceField(
        label=_("For those who live there, the coming is"), widget=forms.RadioSelect,
        choices=[
            (ImpactAssessment.Outcome.ACCEPTABLE, _("Acceptable, with what is written below")),
            (ImpactAssessment.Outcome.NOT_ACCEPTABLE, _("Not acceptable: the home cannot be chosen")),
        ],
    )  # fmt: skip
    words = forms.CharField(
        label=_("What it would mean for them"), max_length=1000, widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("Write “the older one”, “Child A”; no names. The placing authority reads it."),
    )  # fmt: skip
    measures = forms.CharField(
        label=_("What would be done so that it goes well"), required=False, max_length=1000,
        widget=forms.Textarea(attrs={"rows": 3}), help_text=_("Such as own bedrooms, more staff, a slow start. No names."),
    )  # fmt: skip

"""What people type about iwi, hapū and marae."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from homeward.apps.accounts.affiliations import Affiliation
from homeward.apps.core.forms import RecordForm
from homeward.web.fields import DateField


class AffiliationForm(RecordForm):
    """One at a time; as many as there are."""

    kind = forms.ChoiceField(label=_("Which"), choices=Affiliation.Kind.choices, widget=forms.RadioSelect)
    answer = forms.ChoiceField(
        label=_("Answer"),
        choices=Affiliation.Answer.choices,
        widget=forms.RadioSelect,
        initial=Affiliation.Answer.NAMED,
    )
    name = forms.CharField(
        label=_("Name"),
        max_length=120,
        required=False,
        help_text=_("As it was said or written. It is kept exactly so."),
    )
    said_by = forms.CharField(
        label=_("Who said so"),
        max_length=200,
        help_text=_("The person themselves, or who spoke for them. Never concluded from a name."),
    )
    said_on = DateField(label=_("Day on which it was said"))
    may_exchange = forms.BooleanField(
        label=_("They agreed that it may be told in the data exchange"), required=False
    )


class EndAffiliationForm(RecordForm):
    reason = forms.CharField(
        label=_("Why it no longer stands"), max_length=300, widget=forms.Textarea(attrs={"rows": 3})
    )

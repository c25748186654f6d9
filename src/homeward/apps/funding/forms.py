"""What people enter about the funding of a line. Every rule stands in the services; a form only asks."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from homeward.apps.accounts.document_forms import file_field
from homeward.apps.agreements.forms import PeriodForm
from homeward.apps.agreements.models import Line
from homeward.apps.core.forms import RecordForm, offer
from homeward.apps.core.vocabulary import choices_of
from homeward.apps.funding import queries
from homeward.apps.funding.models import FundedTerms
from homeward.web.fields import DateField, MoneyField
from homeward.web.numbers import sign_of

AREA = forms.Textarea(attrs={"rows": 4})
SHORT = forms.TextInput(attrs={"class": "govuk-input--width-10"})
NO_TAX = _("Without goods and services tax.")


def money_field(
    line: Line, label: Any, *, required: bool = True, hint: Any = NO_TAX, least: int | None = 0
) -> MoneyField:
    """An amount in the body's currency."""
    attrs = {"class": "govuk-input--width-10", "prefix": sign_of(line.body.currency), "inputmode": "decimal"}
    return MoneyField(
        label=label, required=required, help_text=hint, min_value=least, localize=False,
        widget=forms.TextInput(attrs=attrs),
    )  # fmt: skip


class ReasonForm(RecordForm):
    """Why. The label says of what."""

    reason = forms.CharField(label=_("Reason"), widget=AREA)

    def __init__(
        self, *args: Any, label: Any = "", hint: Any = "", name: str = "reason", **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields.pop("reason")
        field.label, field.help_text = label or field.label, hint
        self.fields[name] = field


class NothingForm(RecordForm):
    """A confirmation without a question."""


class TermsForm(RecordForm):
    """Support level, places or advice, and what is paid ahead: by the model of the line."""

    support_level = forms.ChoiceField(label=_("Support level"), required=False)
    places = forms.IntegerField(
        label=_("Places"), required=False, min_value=1, widget=forms.NumberInput(attrs={"class": "govuk-input--width-4"})
    )  # fmt: skip
    advice_on = DateField(label=_("Day of the advice of High Needs Services"), required=False)
    advice_by = forms.CharField(label=_("Who gave it"), required=False, max_length=120)
    advice_reference = forms.CharField(label=_("Where it is recorded"), required=False, max_length=200)
    below_level_reason = forms.CharField(
        label=_("Why it is funded individually below the level meant for it"), required=False, widget=AREA,
        help_text=_("Only where the support level is lower. Somebody else approves it; the advice is needed all the same."),
    )  # fmt: skip
    yearly_nights = forms.IntegerField(
        label=_("Nights of a year of which a share is paid ahead"), required=False, min_value=0,
        widget=forms.NumberInput(attrs={"class": "govuk-input--width-5"}), help_text=_("Empty: nothing is paid ahead."),
    )  # fmt: skip
    ahead_share = forms.DecimalField(
        label=_("Share paid ahead"), required=False, max_digits=5, decimal_places=2, min_value=0, max_value=100,
        widget=forms.NumberInput(attrs={"class": "govuk-input--width-4", "suffix": "%"}), help_text=_("Empty: the pack’s."),
    )  # fmt: skip
    ahead_months = forms.IntegerField(
        label=_("Months over which it is paid"), required=False, min_value=1, max_value=12,
        widget=forms.NumberInput(attrs={"class": "govuk-input--width-4"}), help_text=_("Empty: the pack’s."),
    )  # fmt: skip
    of_model = {
        Line.Method.FIXED: ("places",),
        Line.Method.INDIVIDUALISED: ("advice_on", "advice_by", "advice_reference", "below_level_reason"),
    }  # fmt: skip
    ahead = ("yearly_nights", "ahead_rate", "ahead_share", "ahead_months")

    def __init__(self, *args: Any, line: Line, terms: FundedTerms, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        levels = choices_of(line.body, "support_levels", line.body.today)
        offer(self, "support_level", [("", _("Not said")), *levels])
        self.fields["ahead_rate"] = money_field(
            line,
            _("Rate of a night for it"),
            required=False,
            hint=_("Empty: the line’s on the year’s first day."),
        )
        shown = ["support_level", *self.of_model.get(Line.Method(line.method), ())]
        shown += self.ahead if line.method != Line.Method.FIXED else ()
        self.fields = {name: self.fields[name] for name in shown}
        for name in shown:
            self.initial.setdefault(name, getattr(terms, name))


class ChangeForm(RecordForm):
    """An agreed change of one month's instalment."""

    def __init__(self, *args: Any, line: Line, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["amount"] = money_field(
            line,
            _("By how much"),
            hint=_("Without goods and services tax; below nought for less."),
            least=None,
        )
        self.fields["belongs_on"] = DateField(label=_("A day of the month it changes"))
        self.fields["reason"] = forms.CharField(label=_("Reason"), widget=AREA)
        self.fields["reference"] = forms.CharField(label=_("Where both sides agreed it"), max_length=200)


class RateForm(PeriodForm):
    """An additional support rate of one child."""

    child = forms.ChoiceField(label=_("Child"))
    reason = forms.CharField(
        label=_("Reason"), widget=AREA, help_text=_("Which assessed need it answers. Do not name the child.")
    )
    review_on = DateField(label=_("Review date"), help_text=_("It ends on this day unless it is renewed."))
    notice_on = DateField(label=_("Day on which the partner was told"))

    def __init__(self, *args: Any, line: Line, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.children = {child.public_id: child for child in queries.children_on(line)}
        offer(
            self, "child", [("", _("Choose one")), *((key, c.reference) for key, c in self.children.items())]
        )
        self.fields["amount"] = money_field(line, _("Amount of a night"))
        self.fields["last_night"].help_text = _("Leave empty where only the review ends it.")
        self.order_fields(["child", "amount", "start", "last_night", "review_on", "notice_on", "reason"])
        self.initial.setdefault("notice_on", line.body.today)

    def clean_child(self) -> Any:
        return self.children[self.cleaned_data["child"]]


class RenewForm(RecordForm):
    review_on = DateField(label=_("Next review"))
    reason = forms.CharField(label=_("Reason"), widget=AREA)


class EndForm(RecordForm):
    on = DateField(label=_("First night without it"))
    reason = forms.CharField(label=_("Reason"), widget=AREA)


class EmptyPlaceForm(PeriodForm):
    places = forms.IntegerField(
        label=_("How many places"), min_value=1, initial=1, widget=forms.NumberInput(attrs={"class": "govuk-input--width-4"})
    )  # fmt: skip
    cause = forms.ChoiceField(label=_("Why"), widget=forms.RadioSelect)
    note = forms.CharField(
        label=_("What happened"), required=False, widget=AREA, help_text=_("Do not name a child.")
    )
    field_order = ("start", "last_night", "places", "cause", "note")

    def __init__(self, *args: Any, line: Line, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer(self, "cause", choices_of(line.body, "vacancy_causes", line.body.today))
        self.fields["last_night"].help_text = _("Leave empty while it still stands empty.")


class AskForm(RecordForm):
    """An ad-hoc request."""

    def __init__(self, *args: Any, line: Line, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["amount"] = money_field(line, _("Amount"))
        self.fields["reason"] = forms.CharField(
            label=_("What it is for, and why the rates do not cover it"),
            widget=AREA,
            help_text=_("Do not name a child."),
        )
        self.fields["belongs_on"] = DateField(
            label=_("A day of the month it belongs to"),
            help_text=_(
                "Once approved it is paid with that month, or with the first one that is not agreed yet."
            ),
        )
        self.fields["file"] = file_field(_("Evidence"), required=False)


class NameForm(RecordForm):
    """The amount of a request that opened by itself, or another one."""

    def __init__(self, *args: Any, line: Line, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["amount"] = money_field(line, _("Amount"))
        self.fields["reason"] = forms.CharField(label=_("Reason"), widget=AREA)


class CostForm(RecordForm):
    kind = forms.ChoiceField(label=_("Kind"), widget=forms.RadioSelect)

    def __init__(self, *args: Any, line: Line, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer(self, "kind", choices_of(line.body, "property_kinds", line.body.today))
        self.fields["amount"] = money_field(line, _("Amount"))
        self.fields["what"] = forms.CharField(
            label=_("What it is"), widget=AREA, help_text=_("Do not name a child.")
        )
        self.fields["incident"] = forms.CharField(
            label=_("Incident record"),
            required=False,
            max_length=120,
            help_text=_("For damage: its reference."),
        )
        self.fields["belongs_on"] = DateField(label=_("A day of the month it belongs to"))
        self.fields["file"] = file_field(_("Evidence"), required=False)


class EvidenceForm(RecordForm):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["file"] = file_field(_("Evidence"))


class UseForm(RecordForm):
    """What was used of the general support in a month."""

    def __init__(self, *args: Any, line: Line, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["month"] = DateField(label=_("Any day of the month"))
        self.fields["amount"] = money_field(line, _("Amount used"))
        self.fields["what"] = forms.CharField(
            label=_("What it was used for"), widget=AREA,
            help_text=_("General support may be used across the children in your care. Do not name a child."),
        )  # fmt: skip


class AbsenceForm(RecordForm):
    absence = forms.ChoiceField(label=_("Absence"), widget=forms.RadioSelect)
    until = DateField(
        label=_("First night that is no longer paid"),
        required=False,
        help_text=_("Leave empty to pay all of it."),
    )
    reason = forms.CharField(label=_("Reason"), widget=AREA)

    def __init__(self, *args: Any, line: Line, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.absences = {spell.public_id: spell for spell in queries.absences_on(line)}
        offer(self, "absence", [(key, queries.absence_words(spell)) for key, spell in self.absences.items()])

    def clean_absence(self) -> Any:
        return self.absences[self.cleaned_data["absence"]]


class ReconcileForm(RecordForm):
    month = DateField(label=_("Any day of the month at whose end it is made"))
    reason = forms.CharField(label=_("Why now"), required=False, widget=AREA)


class OutcomeForm(RecordForm):
    outcome = forms.ChoiceField(
        label=_("What becomes of money that was paid and not used"), widget=forms.RadioSelect
    )
    reason = forms.CharField(label=_("Reason"), widget=AREA)
    effect_on_children = forms.CharField(label=_("What it means for the children"), widget=AREA)

    def __init__(self, *args: Any, line: Line, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer(self, "outcome", choices_of(line.body, "reconciliation_outcomes", line.body.today))


class MatterForm(RecordForm):
    """A matter taken further. The first question is whether a child may be at risk."""

    child_may_be_at_risk = forms.ChoiceField(
        label=_("May a child be at risk?"), widget=forms.RadioSelect, choices=[("no", _("No")), ("yes", _("Yes"))],
        help_text=_("Such a matter never waits here: you are sent to the report of concern, and nothing you write is kept."),
    )  # fmt: skip
    title = forms.CharField(label=_("What it is about"), max_length=160, required=False)
    about = forms.CharField(
        label=_("What happened, and what you ask for"),
        widget=AREA,
        required=False,
        help_text=_("Do not name a child."),
    )

    def clean_child_may_be_at_risk(self) -> bool:
        return bool(self.cleaned_data["child_may_be_at_risk"] == "yes")

"""What people enter about finance."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from homeward.apps.accounts.actors import Actor
from homeward.apps.accounts.permissions import Permission as P
from homeward.apps.agreements.models import Line
from homeward.apps.core.forms import RecordForm, offer
from homeward.apps.finance.models import Invoice
from homeward.apps.intake.readers import LIMITS, GivenFile
from homeward.apps.statements.periods import Span, is_monthly, period_containing, periods_over
from homeward.web.fields import DateField, MoneyField

QUARTERS_BACK = 8


def own_name(name: str) -> str:
    """The name without any folder, short enough to show."""
    return name.replace("\\", "/").rsplit("/", 1)[-1][-120:] or "file"


class ReasonForm(RecordForm):
    reason = forms.CharField(label=_("Why"), widget=forms.Textarea(attrs={"rows": 3}), max_length=2000)


class AnswerFileForm(RecordForm):
    """The finance system's answer."""

    file = forms.FileField(
        label=_("File"), allow_empty_file=True,
        help_text=_("CSV in UTF-8, or XLSX: batch number, payment reference, status and date of each payment."),
        widget=forms.FileInput(attrs={"accept": ".csv,.xlsx"}),
    )  # fmt: skip

    def clean_file(self) -> Any:
        file = self.cleaned_data["file"]
        if file.size > LIMITS.bytes:
            most = LIMITS.bytes // 1_000_000
            raise forms.ValidationError(_("The file is larger than %(most)s MB.") % {"most": most})
        return file

    def given(self) -> GivenFile:
        file = self.cleaned_data["file"]
        return GivenFile(own_name(file.name), file.read())


class ConfirmAnswerForm(forms.Form):
    """A tick for each payment that was paid before and now comes back."""

    ticked = forms.MultipleChoiceField(
        label=_("Payments that came back"), widget=forms.CheckboxSelectMultiple, required=False
    )

    def __init__(self, *args: Any, returned: Iterable[tuple[str, str]] = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.returned = list(returned)
        offer(self, "ticked", self.returned)


class AtForm(forms.Form):
    """The date of an accrual."""

    at = DateField(label=_("At the end of"))


def periods_of(actor: Actor) -> list[Span]:
    """The running quarter or month and those before it, newest first."""
    running = period_containing(actor.body, actor.today)
    return [running, *periods_over(actor.body, actor.today, QUARTERS_BACK - 1)]


class InvoiceForm(RecordForm):
    """A provider's invoice or acquittal figure."""

    kind = forms.ChoiceField(label=_("What it is"), choices=Invoice.Kind.choices, widget=forms.RadioSelect)
    line = forms.ChoiceField(label=_("Line"))
    quarter = forms.ChoiceField(label=_("Quarter"))
    number = forms.CharField(label=_("Number"), max_length=60, help_text=_("As on the paper."))
    dated_on = DateField(label=_("Date on the paper"))
    amount = MoneyField(label=_("Amount"), min_value=0)
    note = forms.CharField(
        label=_("Note"), required=False, max_length=2000, widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("What the amount holds, or where the paper is kept. A file can be added afterwards."),
    )  # fmt: skip

    def __init__(self, *args: Any, actor: Actor, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        rows = Line.objects.allowed_to(actor, P.INVOICE_RECORD).select_related("agreement", "organisation")
        self.lines = {
            line.public_id: line
            for line in rows.order_by("organisation__name", "agreement__reference", "number")
        }
        if is_monthly(actor.body, actor.today):
            self.fields["quarter"].label = _("Month")
        self.quarters = {q.label: q for q in periods_of(actor)}
        words = (
            (lambda line: str(line))
            if actor.is_provider
            else (lambda line: f"{line.organisation.name}: {line}")
        )
        offer(self, "line", [(key, words(line)) for key, line in self.lines.items()])
        offer(self, "quarter", [(label, label) for label in self.quarters])
        self.fields["kind"].initial = Invoice.Kind.INVOICE

    def given(self) -> dict[str, Any]:
        data = self.cleaned_data
        taken = {name: data[name] for name in ("kind", "number", "dated_on", "amount", "note")}
        return {**taken, "line": self.lines[data["line"]], "quarter": self.quarters[data["quarter"]]}


class DayForm(RecordForm):
    """The day on which something happened."""

    on = DateField(label=_("Day"))


class ReceiveAgainForm(DayForm):
    """Putting right a day that was recorded wrongly."""

    reason = forms.CharField(label=_("Why it is put right"), max_length=300)


class SendAcquittalForm(DayForm):
    note = forms.CharField(
        label=_("How it was sent"), required=False, max_length=300,
        help_text=_("Such as: by e-mail to the contract team."),
    )  # fmt: skip


class AskForm(RecordForm):
    text = forms.CharField(
        label=_("What is asked"), widget=forms.Textarea(attrs={"rows": 4}), max_length=4000,
        help_text=_("The provider reads this."),
    )  # fmt: skip


class AnswerForm(RecordForm):
    answer = forms.CharField(
        label=_("Your answer"), widget=forms.Textarea(attrs={"rows": 5}), max_length=8000
    )

"""What people enter about agreements and their lines. Every rule stands in the checks; a form only asks."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from homeward.apps.accounts.actors import Actor
from homeward.apps.agreements.models import KINDS_OF_METHOD, Agreement, Line, ServiceSpecification
from homeward.apps.agreements.term_checks import loading_categories, methods_of
from homeward.apps.core.forms import RecordForm, offer
from homeward.apps.core.periods import end_after, from_db, last_night_before
from homeward.apps.core.vocabulary import choices_of
from homeward.apps.providers.models import Provider
from homeward.kernel.ranges import DateRange
from homeward.web.fields import DateField, MoneyField
from homeward.web.numbers import sign_of

SHORT = forms.TextInput(attrs={"class": "govuk-input--width-10"})
CHOOSE = ("", _("Choose one"))
REFERENCE_HINT = _("The clause or document this rests on, such as Attachment 4, Item 3.")


class PeriodForm(RecordForm):
    """First and last night; what is stored ends on the day after the last."""

    start = DateField(label=_("First night"))
    last_night = DateField(label=_("Last night"), required=False)
    aliases = {"period": "last_night"}

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        start, last = data.get("start"), data.get("last_night")
        if start and last and last < start:
            self.add_error("last_night", _("The last night is before the first night."))
        elif start:
            data["period"] = DateRange(start, end_after(last))
        return data

    def given(self) -> dict[str, Any]:
        """The cleaned data as services take it: one period in place of two dates."""
        return {
            name: value for name, value in self.cleaned_data.items() if name not in ("start", "last_night")
        }


def dates_of(period: Any) -> dict[str, Any]:
    """Initial values of a period form."""
    dates = from_db(period)
    return {"start": dates.start, "last_night": last_night_before(dates.end)}


class AgreementForm(PeriodForm):
    provider = forms.ChoiceField(label=_("Provider"))
    reference = forms.CharField(label=_("Agreement number"), widget=SHORT)
    title = forms.CharField(
        label=_("Title"), help_text=_("What it is about, such as Family based care, northern region.")
    )
    field_order = ("provider", "reference", "title", "start", "last_night")

    def __init__(self, *args: Any, actor: Actor, agreement: Agreement | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["last_night"].help_text = _("Leave empty for an agreement without an end.")
        if agreement is not None:
            del self.fields["provider"]
            return
        rows = Provider.objects.visible_to(actor).filter(end=None).select_related("organisation")
        self.providers = {p.public_id: p for p in rows.order_by("organisation__search_key")}
        offer(self, "provider", [CHOOSE, *((k, str(p)) for k, p in self.providers.items())])

    def clean_provider(self) -> Provider:
        return self.providers[self.cleaned_data["provider"]]


class LineForm(PeriodForm):
    service_type = forms.ChoiceField(label=_("Service type"))
    placement_type = forms.ChoiceField(label=_("Placement type"), required=False)
    method = forms.ChoiceField(label=_("How it is funded"), widget=forms.RadioSelect)
    cost_code = forms.CharField(
        label=_("Cost code"), widget=SHORT, help_text=_("Under which its payments are booked.")
    )
    specification = forms.ChoiceField(label=_("Service specification"), required=False)
    home = forms.ChoiceField(
        label=_("Home"), required=False, help_text=_("Only where the line buys the places of one home.")
    )
    field_order = (
        "service_type",
        "placement_type",
        "method",
        "cost_code",
        "specification",
        "home",
        "start",
        "last_night",
    )

    def __init__(self, *args: Any, agreement: Agreement, line: Line | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        on = from_db(agreement.period).start
        offer(self, "method", methods_of(agreement.body))
        offer(self, "service_type", [CHOOSE, *choices_of(agreement.body, "service_types", on)])
        offer(
            self,
            "placement_type",
            [
                ("", _("Any")),
                *choices_of(agreement.body, "placement_types", on),
            ],
        )
        self.specifications = {
            s.public_id: s
            for s in ServiceSpecification.objects.filter(body=agreement.body).order_by("code", "-version")
        }
        self.homes = {
            h.public_id: h for h in agreement.provider.homes.filter(closed_on=None).order_by("search_key")
        }
        if line and line.home:
            self.homes[line.home.public_id] = line.home
        offer(
            self,
            "specification",
            [
                ("", _("None")),
                *((k, str(s)) for k, s in self.specifications.items()),
            ],
        )
        offer(
            self,
            "home",
            [
                ("", _("None")),
                *((k, f"{h.name} ({h.reference})") for k, h in self.homes.items()),
            ],
        )
        if line is not None:  # another service or method is another line
            del self.fields["service_type"], self.fields["method"]

    def clean_specification(self) -> ServiceSpecification | None:
        return self.specifications.get(self.cleaned_data["specification"])

    def clean_home(self) -> Any:
        return self.homes.get(self.cleaned_data["home"])


class TargetForm(PeriodForm):
    placements = forms.IntegerField(
        label=_("Minimum placements"),
        min_value=0,
        widget=forms.NumberInput(attrs={"class": "govuk-input--width-4"}),
    )
    reference = forms.CharField(label=_("Reference"), help_text=REFERENCE_HINT)
    field_order = ("placements", "start", "last_night", "reference")


class RateForm(PeriodForm):
    kind = forms.ChoiceField(label=_("Kind of price"), widget=forms.RadioSelect)
    amount = MoneyField(label=_("Amount"), max_digits=14, decimal_places=4, min_value=0)
    reference = forms.CharField(label=_("Reference"), help_text=REFERENCE_HINT)
    is_placeholder = forms.BooleanField(
        label=_("This price is a placeholder"),
        required=False,
        help_text=_("No document gives it. Every figure made with it is marked."),
    )
    field_order = ("kind", "amount", "start", "last_night", "reference", "is_placeholder")

    def __init__(self, *args: Any, line: Line, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        kinds = KINDS_OF_METHOD[Line.Method(line.method)]
        offer(self, "kind", [(k.value, k.label) for k in kinds])
        self.fields["kind"].initial = kinds[0].value
        self.fields["amount"].widget.attrs["prefix"] = sign_of(line.body.currency)


class LoadingForm(PeriodForm):
    category = forms.ChoiceField(label=_("What it is for"))
    placements = forms.DecimalField(
        label=_("Placements"),
        required=False,
        min_value=0,
        max_digits=10,
        decimal_places=4,
        widget=forms.TextInput(attrs={"class": "govuk-input--width-5", "inputmode": "decimal"}),
        help_text=_("As the agreement states it, such as 12.0. 0 says that none is contracted."),
    )
    percent = forms.DecimalField(
        label=_("Or percentage of the minimum placements"),
        required=False,
        min_value=0,
        max_digits=7,
        decimal_places=4,
        widget=forms.TextInput(attrs={"class": "govuk-input--width-5", "inputmode": "decimal"}),
        help_text=_("Only where the agreement states one. Each night's target turns it into placements."),
    )
    reference = forms.CharField(
        label=_("Reference"), help_text=_("The clause or document this rests on, such as Attachment 5.")
    )
    field_order = ("category", "placements", "percent", "start", "last_night", "reference")

    def __init__(self, *args: Any, line: Line, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer(self, "category", [CHOOSE, *loading_categories(line, from_db(line.period).start)])


class EndTermForm(RecordForm):
    last_night = DateField(
        label=_("Last night"),
        required=False,
        help_text=_("Leave empty to take it back altogether, as if it had never been set."),
    )
    reason = forms.CharField(label=_("Reason"), widget=forms.Textarea)
    aliases = {"on": "last_night"}


class EndAgreementForm(RecordForm):
    last_night = DateField(
        label=_("Last night"), help_text=_("The last night the agreement is in force, for example 30 6 2027.")
    )
    reason = forms.CharField(label=_("Reason"), widget=forms.Textarea)
    aliases = {"on": "last_night"}


class SpecificationForm(RecordForm):
    code = forms.CharField(
        label=_("Code"), help_text=_("Versions of one specification share their code."), widget=SHORT
    )
    title = forms.CharField(label=_("Title"))
    service_type = forms.ChoiceField(label=_("Service type"))
    effective_from = DateField(label=_("First day in force"))
    text = forms.CharField(
        label=_("Roles, responsibilities and requirements"),
        widget=forms.Textarea(attrs={"rows": "16"}),
        help_text=_("What the service must be; never how it is done."),
    )

    def __init__(self, *args: Any, actor: Actor, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer(self, "service_type", [CHOOSE, *choices_of(actor.body, "service_types", actor.today)])

"""What people type about frameworks, admissions and queries. Scoring sheets and prices are in `grids`."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from homeward.apps.accounts.actors import Actor
from homeward.apps.accounts.document_forms import file_field
from homeward.apps.accounts.models import CommissioningBody
from homeward.apps.accounts.permissions import Permission as P
from homeward.apps.core.forms import RecordForm, offer
from homeward.apps.core.periods import end_after
from homeward.apps.core.vocabulary import choices_of
from homeward.apps.frameworks.facts import plain_number
from homeward.apps.frameworks.models import Framework, Lot, ProcurementCheck, Ranking
from homeward.apps.frameworks.services.frameworks import CriterionGiven
from homeward.apps.providers.models import Provider
from homeward.kernel.ranges import DateRange
from homeward.web.fields import DateField

CHOOSE = ("", _("Choose one"))
LAST_DAY = _("Leave it empty while no end is known.")
CRITERIA = 8  # lines offered; a ninth criterion would weigh too little to matter


class PeriodForm(RecordForm):
    """A form with a first day and a last one that may be open."""

    start = DateField(label=_("First day"))
    last_day = DateField(label=_("Last day"), required=False, help_text=LAST_DAY)

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        start, last = data.get("start"), data.get("last_day")
        if start and last and last < start:
            self.add_error("last_day", _("The last day lies before the first."))
        return data

    @property
    def period(self) -> DateRange:
        return DateRange(self.cleaned_data["start"], end_after(self.cleaned_data["last_day"]))


class FrameworkForm(PeriodForm):
    reference = forms.CharField(label=_("Reference"), max_length=40)
    title = forms.CharField(label=_("Title"), max_length=160)
    service_type = forms.ChoiceField(label=_("Service"))
    note = forms.CharField(
        label=_("Note"), required=False, widget=forms.Textarea(attrs={"rows": 3}), max_length=2000
    )
    field_order = ["reference", "title", "service_type", "start", "last_day", "note"]

    def __init__(self, *args: Any, actor: Actor, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer(self, "service_type", [CHOOSE, *choices_of(actor.body, "service_types", actor.today)])

    def given(self) -> dict[str, Any]:
        names = ("reference", "title", "service_type", "note")
        return {**{n: self.cleaned_data[n] for n in names}, "period": self.period}


class LotForm(RecordForm):
    number = forms.IntegerField(
        label=_("Number"), min_value=1, max_value=99, widget=forms.NumberInput(attrs={"class": "govuk-input--width-2"})
    )  # fmt: skip
    title = forms.CharField(label=_("Title"), max_length=160)
    placement_types = forms.MultipleChoiceField(
        label=_("Kinds of placement"), widget=forms.CheckboxSelectMultiple
    )
    regions = forms.CharField(
        label=_("Regions"), required=False, widget=forms.Textarea(attrs={"rows": 3}), max_length=1000,
        help_text=_("One a line; each is ranked by itself. Leave it empty to rank the lot as one."),
    )  # fmt: skip

    def __init__(self, *args: Any, actor: Actor, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer(self, "placement_types", choices_of(actor.body, "placement_types_sought", actor.today))

    def given(self) -> dict[str, Any]:
        return {**self.cleaned_data, "regions": self.cleaned_data["regions"].splitlines()}


class CriteriaForm(RecordForm):
    """Criteria in lines: title, weight, highest score, whether it is scored each year."""

    def __init__(self, *args: Any, lot: Lot, **kwargs: Any) -> None:
        rows = list(lot.criteria.all())
        initial: dict[str, Any] = {}
        for number, c in enumerate(rows, start=1):
            initial |= {
                f"title_{number}": c.title, f"weight_{number}": plain_number(c.weight),
                f"out_of_{number}": plain_number(c.out_of), f"yearly_{number}": c.is_reassessed,
            }  # fmt: skip
        super().__init__(*args, **{"initial": initial, **kwargs})
        self.lines = list(range(1, CRITERIA + 1))
        for n in self.lines:
            self.fields[f"title_{n}"] = forms.CharField(label=_("Criterion"), required=False, max_length=160)
            self.fields[f"weight_{n}"] = forms.DecimalField(
                label=_("Weight, percent"),
                required=False,
                min_value=Decimal("0.01"),
                max_value=100,
                decimal_places=2,
            )
            self.fields[f"out_of_{n}"] = forms.DecimalField(
                label=_("Highest score"), required=False, min_value=1, max_value=999, decimal_places=2
            )
            self.fields[f"yearly_{n}"] = forms.BooleanField(label=_("Scored each year"), required=False)

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        for n in self.lines:
            title, weight = data.get(f"title_{n}"), data.get(f"weight_{n}")
            if title and weight is None and f"weight_{n}" not in self.errors:
                self.add_error(f"weight_{n}", _("Say what it weighs."))
            if weight is not None and not title:
                self.add_error(f"title_{n}", _("Say what is scored."))
        return data

    def given(self) -> list[CriterionGiven]:
        data = self.cleaned_data
        return [
            CriterionGiven(data[f"title_{n}"], data[f"weight_{n}"], data[f"yearly_{n}"], data[f"out_of_{n}"] or Decimal(100))
            for n in self.lines
            if data[f"title_{n}"]
        ]  # fmt: skip


class AccessForm(PeriodForm):
    authority = forms.ChoiceField(label=_("Authority"))
    field_order = ["authority", "start", "last_day"]

    def __init__(self, *args: Any, framework: Framework, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        rows = CommissioningBody.objects.filter(pack=framework.body.pack).exclude(pk=framework.body_id)
        self.bodies = {b.public_id: b for b in rows.order_by("name")}
        offer(self, "authority", [CHOOSE, *((key, b.name) for key, b in self.bodies.items())])

    @property
    def chosen(self) -> CommissioningBody:
        return self.bodies[self.cleaned_data["authority"]]


class EndForm(RecordForm):
    last_day = DateField(label=_("Last day"))
    reason = forms.CharField(label=_("Why"), widget=forms.Textarea(attrs={"rows": 3}), max_length=2000)


class EndAccessForm(RecordForm):
    last_day = DateField(label=_("Last day with access"))


class ApplyForm(PeriodForm):
    """Which provider, for how long, and for which lots."""

    provider = forms.ChoiceField(label=_("Provider"))
    lots = forms.MultipleChoiceField(
        label=_("Lots"), widget=forms.CheckboxSelectMultiple, help_text=_("For all their regions; narrow it afterwards.")
    )  # fmt: skip
    field_order = ["provider", "lots", "start", "last_day"]

    def __init__(self, *args: Any, framework: Framework, actor: Actor, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        rows = Provider.objects.allowed_to(actor, P.PROVIDER_READ).select_related("organisation")
        self.providers = {p.public_id: p for p in rows.order_by("organisation__name")}
        self.by_lot = {lot.public_id: lot for lot in framework.lots.all()}
        offer(self, "provider", [CHOOSE, *((k, p.organisation.name) for k, p in self.providers.items())])
        offer(self, "lots", [(key, str(lot)) for key, lot in self.by_lot.items()])

    @property
    def chosen_provider(self) -> Provider:
        return self.providers[self.cleaned_data["provider"]]

    @property
    def chosen_lots(self) -> list[Lot]:
        return [self.by_lot[key] for key in self.cleaned_data["lots"]]


class PlaceForm(RecordForm):
    lot = forms.ChoiceField(label=_("Lot"))
    regions = forms.CharField(
        label=_("Regions"), required=False, widget=forms.Textarea(attrs={"rows": 2}), max_length=500,
        help_text=_("One a line, as the lot names them. Leave it empty for all of them."),
    )  # fmt: skip

    def __init__(self, *args: Any, framework: Framework, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.lots = {lot.public_id: lot for lot in framework.lots.all()}
        words = [
            (k, f"{lot} ({', '.join(lot.regions)})" if lot.regions else str(lot))
            for k, lot in self.lots.items()
        ]
        offer(self, "lot", [CHOOSE, *words])

    def given(self) -> dict[str, Any]:
        regions = [" ".join(r.split()) for r in self.cleaned_data["regions"].splitlines() if r.strip()]
        return {"lot": self.lots[self.cleaned_data["lot"]], "regions": regions}


class CheckForm(RecordForm):
    """A company-wide check with its result, and the document that shows it."""

    kind = forms.ChoiceField(label=_("What was checked"))
    result = forms.ChoiceField(
        label=_("Result"), choices=ProcurementCheck.Result.choices, widget=forms.RadioSelect
    )
    checked_on = DateField(label=_("Checked on"))
    last_day = DateField(
        label=_("Holds until"),
        required=False,
        help_text=_("The last day. Leave it empty if it does not expire."),
    )
    note = forms.CharField(
        label=_("What was found"), required=False, widget=forms.Textarea(attrs={"rows": 3}), max_length=2000,
        help_text=_("Needed when it was failed. The provider reads it."),
    )  # fmt: skip
    aliases = {"file": "evidence"}

    def __init__(self, *args: Any, actor: Actor, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["evidence"] = file_field(_("Evidence"), required=False)
        offer(self, "kind", [CHOOSE, *choices_of(actor.body, "admission_checks", actor.today)])

    def given(self) -> dict[str, Any]:
        data = dict(self.cleaned_data)
        last = data.pop("last_day")
        return {**data, "expires_on": end_after(last)}


class WhyForm(RecordForm):
    reason = forms.CharField(label=_("Why"), widget=forms.Textarea(attrs={"rows": 3}), max_length=2000)


class RankForm(PeriodForm):
    """Which region, from when until when, and why again."""

    region = forms.ChoiceField(label=_("Region"), required=False)
    reason = forms.CharField(
        label=_("Why another version"), required=False, widget=forms.Textarea(attrs={"rows": 2}), max_length=1000,
        help_text=_("Needed where one is published for the same days."),
    )  # fmt: skip
    field_order = ["region", "start", "last_day", "reason"]

    def __init__(self, *args: Any, lot: Lot, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if lot.regions:
            offer(self, "region", [(r, r) for r in lot.regions])
        else:
            del self.fields["region"]


class QueryForm(RecordForm):
    """A provider's question about its own scores."""

    about = forms.ChoiceField(label=_("About"))
    text = forms.CharField(
        label=_("Your query"), widget=forms.Textarea(attrs={"rows": 5}), max_length=3000,
        help_text=_("Say what is not right and what shows it. No names of children."),
    )  # fmt: skip

    def __init__(self, *args: Any, ranking: Ranking, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        criteria: Sequence[tuple[str, str]] = list(ranking.names["criteria"].items())
        offer(
            self, "about", [("all", _("The scores as a whole")), *criteria, ("price", _("The weekly price"))]
        )


class AnswerForm(RecordForm):
    upheld = forms.ChoiceField(
        label=_("Is the query upheld?"), widget=forms.RadioSelect,
        choices=[("yes", _("Yes, the score is put right")), ("no", _("No, the score stands"))],
    )  # fmt: skip
    answer = forms.CharField(label=_("Answer"), widget=forms.Textarea(attrs={"rows": 5}), max_length=3000)

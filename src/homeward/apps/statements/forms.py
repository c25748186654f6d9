"""What people type about a statement."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from homeward.apps.core.refusals import present
from homeward.apps.core.vocabulary import choices_of
from homeward.apps.statements import figures, ledger
from homeward.apps.statements.models import Dispute, Statement, Version
from homeward.apps.statements.periods import Span
from homeward.apps.statements.presenters.adjusting import code_words
from homeward.apps.statements.presenters.loadings import category_words
from homeward.apps.statements.services.assessment import ForEarlier, LoadingAbatement
from homeward.kernel.months import Month
from homeward.kernel.ranges import DateRange
from homeward.web.dates import short_date
from homeward.web.fields import DateField, MoneyField


class CloseForm(forms.Form):
    """Which quarter or month to close."""

    quarter = forms.ChoiceField(label=_("Quarter"))

    def __init__(self, *args: Any, periods: list[Span], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if isinstance(periods[0], Month):
            self.fields["quarter"].label = _("Month")
        self.fields["quarter"].choices = [(p.label, f"{p.label}, {p.nights} nights") for p in periods]  # type: ignore[attr-defined]


class ConfirmForm(forms.Form):
    """What a care partner's month comes to is confirmed."""

    note = forms.CharField(
        label=_("Note"), required=False, max_length=2000, widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("For the person who approves it. The partner does not read it before it is approved."),
    )  # fmt: skip


class DisputeForm(forms.Form):
    """One placement sent back. Shown once for each ticked placement; empty dates leave the recorded ones."""

    reason = forms.CharField(
        label="What is wrong", widget=forms.Textarea(attrs={"rows": 3}), max_length=2000,
        help_text="Say what happened and what your record shows. The department reads this.",
    )  # fmt: skip
    claimed_start = DateField(
        label="The day the child arrived", required=False, help_text="Leave empty if it is right."
    )
    claimed_end = DateField(
        label="The day the child left", required=False,
        help_text="The night of that day is not counted here. Leave empty if it is right or the child is still there.",
    )  # fmt: skip

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        start, end = data.get("claimed_start"), data.get("claimed_end")
        for name, day in (("claimed_start", start), ("claimed_end", end)):
            if day and day > timezone.localdate():
                self.add_error(name, "That day has not come yet.")
        if start and end and end < start:
            self.add_error("claimed_end", "The day the child left is before the day the child arrived.")
        return data


class AnswerForm(forms.Form):
    """Accept or decline one dispute."""

    answer = forms.ChoiceField(label="Your answer", widget=forms.RadioSelect)
    text = forms.CharField(
        label="Why", widget=forms.Textarea(attrs={"rows": 3}), max_length=2000,
        help_text="The provider reads this, and it stays on the statement.",
    )  # fmt: skip

    def __init__(self, *args: Any, dispute: Dispute, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices = [("accept", "Accept; I have corrected the record, or there is nothing to correct")]
        if dispute.claimed_start or dispute.claimed_end:
            choices.insert(0, ("correct", "Accept, and set the placement to the dates the provider gives"))
        choices.append(("decline", "Decline; the record stays"))
        self.fields["answer"].choices = choices  # type: ignore[attr-defined]


class DisallowForm(forms.Form):
    """Nights of one placement set aside."""

    placement = forms.ChoiceField(label="Placement")
    first = DateField(label="First night")
    last = DateField(label="Last night", help_text="The last night that is not accepted.")
    reason = forms.CharField(label="Why", widget=forms.Textarea(attrs={"rows": 3}), max_length=2000)

    def __init__(self, *args: Any, version: Version, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices = [
            (p["id"], f"{p['child']}, {p['home']}, from {short_date(dt.date.fromisoformat(p['start']))}")
            for p in version.facts["placements"]
        ]
        self.fields["placement"].choices = choices  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if data.get("first") and data.get("last") and data["last"] < data["first"]:
            self.add_error("last", "The last night is before the first.")
        return data

    @property
    def nights(self) -> DateRange:
        """The chosen nights, half-open: a last night is the day before the end."""
        return DateRange(self.cleaned_data["first"], self.cleaned_data["last"] + dt.timedelta(days=1))


class AssessForm(forms.Form):
    """Response, factors, abatement and growth."""

    responses = forms.MultipleChoiceField(
        label="Responses", widget=forms.CheckboxSelectMultiple, required=False,
        help_text="Ticked is what the level asks for. Untick what you decide against, and say why below.",
    )  # fmt: skip
    abatement = MoneyField(label="Abatement", min_value=0)
    abatement_reason = forms.CharField(
        label="Why this abatement, or why none",
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        max_length=2000,
    )
    growth = MoneyField(label="Growth payment", min_value=0)
    growth_reason = forms.CharField(
        label="Why not the whole entitlement",
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
        max_length=2000,
    )

    def __init__(self, *args: Any, statement: Statement, version: Version, **kwargs: Any) -> None:
        self.version, decision = version, version.decision
        self.loading_limits = figures.loading_limits(decision)
        entitled, proposed = figures.growth_payable(decision), figures.responses(decision)
        kwargs.setdefault(
            "initial", {"abatement": "0.00", "growth": f"{entitled:.2f}", "responses": proposed}
        )
        super().__init__(*args, **kwargs)
        body, day = statement.body, figures.last_night(version.decision)
        choices = [
            (code, f"{words} (asked for at this level)" if code in proposed else words)
            for code, words in choices_of(body, "level_responses", day)
        ]
        self.fields["responses"].choices = choices  # type: ignore[attr-defined]
        factors = dict(choices_of(body, "abatement_factors", day))
        self.factor_names = {f"factor_{code}": code for code in factors}
        for name, code in self.factor_names.items():
            self.fields[name] = forms.CharField(
                label=factors[code], required=False, widget=forms.Textarea(attrs={"rows": 2}), max_length=2000
            )
        self.offers = {f"earlier_{number}": offer for number, offer in enumerate(ledger.offers(statement))}
        if not decision["line"]["in_utilisation"]:  # paid per night: there is nothing to abate and no growth
            for name in ("abatement", "abatement_reason", "growth", "growth_reason"):
                del self.fields[name]
            self._ask_earlier(statement)
            return
        limit = figures.abatement_limit(decision)
        self.fields["abatement"].help_text = (
            f"{body.currency}, from 0.00 to the limit of {limit:,.2f}."
            if limit is not None
            else "No limit could be worked out, so 0.00."
        )
        self.fields[
            "growth"
        ].help_text = f"{body.currency}. The entitlement is {entitled:,.2f}. Payment needs approval."
        self._ask_loadings(statement)
        self._ask_earlier(statement)

    def _ask_earlier(self, statement: Statement) -> None:
        """An amount and a reason for what came to be known late of each earlier quarter and is open to decision."""
        for name, offer in self.offers.items():
            words, most = f"{code_words(statement.body, offer.code)}, {offer.origin.label}", abs(offer.amount)
            told = (
                "Growth learned late"
                if offer.amount > 0
                else "An abatement that the limit learned late allows"
            )
            self.fields[name] = MoneyField(
                label=words, min_value=0, max_value=most, initial=f"{most:.2f}" if offer.amount > 0 else "0.00",
                help_text=f"{told}. {statement.body.currency}, from 0.00 to {most:,.2f}.",
            )  # fmt: skip
            self.fields[f"{name}_reason"] = forms.CharField(
                label=f"Why this amount for {offer.origin.label}", required=False,
                widget=forms.Textarea(attrs={"rows": 2}), max_length=2000,
            )  # fmt: skip

    @property
    def earlier(self) -> dict[str, ForEarlier]:
        """What is decided for earlier quarters, as the service takes it."""
        data = self.cleaned_data
        return {
            offer.key: ForEarlier(data.get(name) or Decimal(0), data.get(f"{name}_reason", ""))
            for name, offer in self.offers.items()
        }

    def _ask_loadings(self, statement: Statement) -> None:
        """An amount and a reason for each loading category that fell short of its contract."""
        body = statement.body
        for category, limit in self.loading_limits.items():
            words = category_words(body, category)
            self.fields[f"loading_{category}"] = MoneyField(
                label=f"Loading abatement: {words}",
                min_value=0,
                initial="0.00",
                help_text=f"{body.currency}, from 0.00 to the limit of {limit:,.2f}.",
            )
            self.fields[f"loading_{category}_reason"] = forms.CharField(
                label=f"Why this abatement for {words}",
                required=False,
                widget=forms.Textarea(attrs={"rows": 2}),
                max_length=2000,
            )

    def clean(self) -> dict[str, Any]:
        data: dict[str, Any] = super().clean() or {}
        for category, item in self.loadings.items():
            name = f"loading_{category}"
            for reason in figures.check_loading_abatements(self.version, {category: item.amount}):
                said = present(reason)
                self.add_error(name, f"{said.title}. {said.fact} {said.lift}")
            if item.amount and not item.reason.strip():
                self.add_error(f"{name}_reason", "Say why this loading is abated.")
        return data

    @property
    def loadings(self) -> dict[str, LoadingAbatement]:
        """What is decided for each loading category, as the service takes it."""
        return {
            category: LoadingAbatement(
                self.cleaned_data.get(f"loading_{category}") or Decimal(0),
                self.cleaned_data.get(f"loading_{category}_reason", ""),
            )
            for category in self.loading_limits
        }

    def clean_abatement(self) -> Decimal:
        """Say at the field what the service would refuse, so that nothing typed is lost."""
        amount: Decimal = self.cleaned_data["abatement"]
        for reason in figures.check_abatement(self.version, amount):
            said = present(reason)
            self.add_error("abatement", f"{said.title}. {said.fact} {said.lift}")
        return amount

    @property
    def factors(self) -> dict[str, str]:
        return {code: self.cleaned_data.get(name, "") for name, code in self.factor_names.items()}


class ReasonForm(forms.Form):
    """One sentence saying why."""

    reason = forms.CharField(label="Why", widget=forms.Textarea(attrs={"rows": 3}), max_length=2000)

"""What people type in a search: who was considered, why offers close early, a home offered, a reason to decline."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import Any
from zoneinfo import ZoneInfo

from django import forms
from django.db.models import Q
from django.utils.translation import get_language_info
from django.utils.translation import gettext_lazy as _

from homeward.apps.accounts.actors import Actor
from homeward.apps.accounts.models import CommissioningBody
from homeward.apps.core.forms import RecordForm, offer
from homeward.apps.core.vocabulary import choices_of, label_of
from homeward.apps.providers.models import Home
from homeward.apps.referrals.models import ReferralVersion
from homeward.apps.searches.models import FeePart, Invitation, Met, OfferedNeed
from homeward.apps.searches.services.offering import Household
from homeward.web.fields import DateField, MoneyField

CHOOSE = ("", _("Choose one"))
NONE = "none"


class ConsiderForm(RecordForm):
    """An in-house home or a connected person, and why it does not suit."""

    home = forms.ChoiceField(label=_("In-house home"), required=False)
    words = forms.CharField(
        label=_("Or who else was considered"), required=False, max_length=160,
        help_text=_("Such as “an aunt in Aberwern”, or “no in-house home has two places”. No names of children."),
    )  # fmt: skip
    reason = forms.CharField(
        label=_("Why it does not suit"), max_length=400, widget=forms.Textarea(attrs={"rows": 3})
    )

    def __init__(self, *args: Any, actor: Actor, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        own = Q(provider=None) | Q(provider__is_in_house=True)
        homes = Home.objects.visible_to(actor).filter(own, closed_on=None).order_by("search_key")
        self.homes = {home.public_id: home for home in homes}
        offer(self, "home", [CHOOSE, *((key, home.name) for key, home in self.homes.items())])

    @property
    def chosen(self) -> Home | None:
        return self.homes.get(self.cleaned_data["home"])


class WhyForm(RecordForm):
    reason = forms.CharField(
        label=_("Why"), widget=forms.Textarea(attrs={"rows": 4}), max_length=400, help_text=_("No names.")
    )


class EndForm(WhyForm):
    """How a search ends without a home, and why."""

    field_order = ("outcome", "reason")
    outcome = forms.ChoiceField(
        label=_("How it ends"), widget=forms.RadioSelect,
        choices=[("none_found", _("No home was found")), ("lapsed", _("It lapsed: it does not go on, and nothing was decided"))],
    )  # fmt: skip


class CloseForm(RecordForm):
    reason = forms.CharField(
        label=_("Why offers close before the deadline"), required=False, max_length=400,
        widget=forms.Textarea(attrs={"rows": 3}), help_text=_("Leave it empty when the deadline has passed."),
    )  # fmt: skip


class DeclineForm(RecordForm):
    reason = forms.ChoiceField(label=_("Why"), widget=forms.RadioSelect)
    words = forms.CharField(
        label=_("In your words"), required=False, max_length=400, widget=forms.Textarea(attrs={"rows": 3})
    )

    def __init__(self, *args: Any, invitation: Invitation, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        body = invitation.body
        offer(self, "reason", choices_of(body, "decline_reasons", body.today))


class FeeForm(RecordForm):
    """The weekly fee in its parts, for all children together; a discount with its reason."""

    discount_reason = forms.CharField(
        label=_("Why the discount is agreed"), required=False, max_length=200,
        help_text=_("Such as: siblings together, or a long stay. The authority keeps it with the fee."),
    )  # fmt: skip

    def __init__(self, *args: Any, currency: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for kind in FeePart.Kind:
            self.fields[f"fee_{kind}"] = MoneyField(
                label=kind.label, required=False,
                widget=forms.NumberInput(attrs={"prefix": currency, "suffix": _("a week"), "class": "govuk-input--width-10"}),
            )  # fmt: skip
        self.order_fields([f"fee_{kind}" for kind in FeePart.Kind] + ["discount_reason"])

    def fees(self) -> dict[str, Decimal]:
        return {kind.value: self.cleaned_data.get(f"fee_{kind}") or Decimal(0) for kind in FeePart.Kind}


class HouseholdForm(RecordForm):
    """What a referral asks of the household besides its needs, whoever answers."""

    def ask_household(self, version: ReferralVersion, body: CommissioningBody) -> None:
        """What this referral asks of the household besides its needs; what nobody answers stays unknown."""
        sections = version.content["sections"]
        self.household: list[str] = []
        if sections.get("health", {}).get("keeps_school") == "yes":
            self._household("school", forms.ChoiceField(
                label=_("Do they keep their school?"), required=False, widget=forms.RadioSelect,
                choices=[(Met.FULL, _("Yes")), (Met.PART, _("Yes, with travel we arrange")), (Met.NO, _("No"))],
            ))  # fmt: skip
        if len(body.languages) > 1:
            names = [(code, get_language_info(code)["name_local"].capitalize()) for code in body.languages]
            self._household("languages", forms.MultipleChoiceField(
                label=_("Languages the home lives in"), required=False, choices=names, widget=forms.CheckboxSelectMultiple,
            ))  # fmt: skip
        if avoid := sections.get("contact", {}).get("avoid", []):
            labels = [(code, label_of(body, "household_traits", code)) for code in avoid]
            self._household("traits", forms.MultipleChoiceField(
                label=_("Which of these are so in this home?"), required=False, widget=forms.CheckboxSelectMultiple,
                choices=[*labels, (NONE, _("None of them"))],
                help_text=_("The children must not live with any of them."),
            ))  # fmt: skip

    def _household(self, name: str, field: forms.Field) -> None:
        self.fields[name] = field
        self.household.append(name)

    def clean_traits(self) -> list[str]:
        given: list[str] = self.cleaned_data["traits"]
        if NONE in given and len(given) > 1:
            raise forms.ValidationError(_("“None of them” cannot stand beside another answer. Untick one."))
        return given

    def said_of_household(self) -> Household:
        """What was answered; what nobody answered is not said."""
        data = self.cleaned_data
        return Household(
            school=data.get("school", ""), languages=data.get("languages") or None, traits=_said(data.get("traits")),
        )  # fmt: skip


class OfferForm(HouseholdForm, FeeForm):
    """A home, what it gives for each need, from when, until when the offer stands."""

    home = forms.ChoiceField(label=_("Home"))
    free_from = DateField(label=_("First night they can come"))
    valid_until = DateField(label=_("Offer stands until the end of"))
    conditions = forms.CharField(
        label=_("Conditions"), required=False, max_length=400, widget=forms.Textarea(attrs={"rows": 2})
    )

    def __init__(self, *args: Any, invitation: Invitation, actor: Actor, **kwargs: Any) -> None:
        super().__init__(*args, currency=invitation.body.currency, **kwargs)
        self.zone = ZoneInfo(invitation.body.time_zone)
        homes = Home.objects.visible_to(actor).filter(organisation=invitation.organisation, closed_on=None)
        self.homes = {home.public_id: home for home in homes.order_by("search_key")}
        offer(self, "home", [CHOOSE, *((key, home.name) for key, home in self.homes.items())])
        self.needs = invitation.version.content["needs"]
        for number, need in enumerate(self.needs, start=1):
            self.fields[f"met_{number}"] = forms.ChoiceField(
                label=need["text"], choices=OfferedNeed.Met.choices, widget=forms.RadioSelect
            )
            self.fields[f"words_{number}"] = forms.CharField(
                label=_("In what way"), required=False, max_length=300
            )
        self.ask_household(invitation.version, invitation.body)

    def given(self) -> dict[str, Any]:
        """What the service takes."""
        data = self.cleaned_data
        numbers = range(1, len(self.needs) + 1)
        return {
            "home": self.homes[data["home"]],
            "free_from": data["free_from"],
            "valid_until": dt.datetime.combine(data["valid_until"], dt.time(23, 59), tzinfo=self.zone),
            "conditions": data["conditions"],
            "needs": [(data[f"met_{n}"], data[f"words_{n}"]) for n in numbers],
            "fees": self.fees(),
            "discount_reason": data["discount_reason"],
            "household": self.said_of_household(),
        }  # fmt: skip


def _said(given: list[str] | None) -> list[str] | None:
    """Ticked traits: nothing ticked is not known, “none of them” is none."""
    return None if not given else [code for code in given if code != NONE]


def ticked(traits: list[str] | None) -> list[str]:
    """The other way round, for a form that shows what was said."""
    return [] if traits is None else traits or [NONE]


class JudgeForm(RecordForm):
    suitable = forms.ChoiceField(
        label=_("Does it suit?"),
        choices=[("yes", _("Yes, to the shortlist")), ("no", _("No"))],
        widget=forms.RadioSelect,
    )
    reason = forms.CharField(
        label=_("Why not"), required=False, max_length=400, widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("The provider reads it as feedback. No names, and nothing of other offers."),
    )  # fmt: skip

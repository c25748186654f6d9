"""What people type on the other ways to a home: the emergency page, telephone offers, deadlines, going outside."""

from __future__ import annotations

import datetime as dt
from typing import Any
from zoneinfo import ZoneInfo

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from homeward.apps.accounts.actors import Actor
from homeward.apps.accounts.document_forms import file_field
from homeward.apps.accounts.models import CommissioningBody, Organisation
from homeward.apps.children.models import Child
from homeward.apps.core.forms import RecordForm, offer
from homeward.apps.core.vocabulary import choices_of
from homeward.apps.placements.choosers import find_child
from homeward.apps.referrals.models import ReferralVersion
from homeward.apps.referrals.sections import RISKS, TOGETHER
from homeward.apps.searches.forms import FeeForm, HouseholdForm, ticked
from homeward.apps.searches.models import Offer, OfferedNeed, Search
from homeward.web.fields import DateField

LONGEST = 400
TIME = forms.TextInput(attrs={"inputmode": "numeric", "class": "govuk-input--width-5"})


class EmergencyForm(RecordForm):
    """One page for a home today."""

    children = forms.CharField(
        label=_("Children"), widget=forms.Textarea(attrs={"rows": 2, "spellcheck": "false"}),
        help_text=_("One a line: reference, record number or name."),
    )  # fmt: skip
    together = forms.ChoiceField(
        label=_("Brothers and sisters"), required=False, widget=forms.RadioSelect, initial="together",
        choices=[c for c in TOGETHER if c[0] != "one_child"], help_text=_("Where there are several children."),
    )  # fmt: skip
    apart_reason = forms.CharField(label=_("Why apart is accepted"), required=False, max_length=LONGEST)
    needed_by = DateField(label=_("From the night of"))
    why = forms.CharField(
        label=_("Why they move now"), max_length=1000, widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Write Child A, Child B; no names, schools or streets."),
    )  # fmt: skip
    types = forms.MultipleChoiceField(
        label=_("Kind of home"),
        widget=forms.CheckboxSelectMultiple,
        help_text=_("Every kind that could be right."),
    )
    district = forms.CharField(
        label=_("Home postcode district"), max_length=4, help_text=_("The first half only, such as CF10."),
        widget=forms.TextInput(attrs={"class": "govuk-input--width-4", "autocapitalize": "characters"}),
    )  # fmt: skip
    most_miles = forms.IntegerField(
        label=_("No farther than"), required=False, min_value=1, max_value=400,
        widget=forms.NumberInput(attrs={"suffix": _("miles"), "class": "govuk-input--width-4"}),
    )  # fmt: skip
    risks = forms.MultipleChoiceField(label=_("Risks"), choices=RISKS, widget=forms.CheckboxSelectMultiple)
    musts = forms.CharField(
        label=_("What the home must be"), widget=forms.Textarea(attrs={"rows": 3}), max_length=1000,
        help_text=_("One thing a line, such as “Two places in one home”."),
    )  # fmt: skip
    places = forms.CharField(
        label=_("Places to stay near, or away from"), required=False, max_length=LONGEST,
        widget=forms.Textarea(attrs={"rows": 2}),
    )  # fmt: skip

    def __init__(self, *args: Any, actor: Actor, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.actor = actor
        offer(self, "types", choices_of(actor.body, "placement_types_sought", actor.today))

    def clean_children(self) -> list[Child]:
        found: list[Child] = []
        for line in self.cleaned_data["children"].splitlines():
            if line.strip() and (child := find_child(line, self.actor)) not in found:
                found.append(child)
        return found

    def clean_musts(self) -> list[str]:
        return [line.strip()[:200] for line in self.cleaned_data["musts"].splitlines() if line.strip()]


class SaidForm(HouseholdForm, FeeForm):
    """A home as somebody offers it: from when, what it gives for each need, for what weekly fee."""

    free_from = DateField(label=_("First night they can come"))
    conditions = forms.CharField(
        label=_("Conditions"), required=False, max_length=LONGEST, widget=forms.Textarea(attrs={"rows": 2})
    )

    def __init__(self, *args: Any, version: ReferralVersion, body: CommissioningBody, **kwargs: Any) -> None:
        super().__init__(*args, currency=body.currency, **kwargs)
        self.needs = version.content["needs"]
        for number, need in enumerate(self.needs, start=1):
            self.fields[f"met_{number}"] = forms.ChoiceField(
                label=need["text"], choices=OfferedNeed.Met.choices, widget=forms.RadioSelect
            )
            self.fields[f"words_{number}"] = forms.CharField(
                label=_("In what way"), required=False, max_length=300
            )
        self.ask_household(version, body)

    def said(self) -> dict[str, Any]:
        """What the services take of every such offer."""
        data = self.cleaned_data
        return {
            "free_from": data["free_from"], "conditions": data["conditions"], "fees": self.fees(),
            "discount_reason": data["discount_reason"], "household": self.said_of_household(),
            "needs": [(data[f"met_{n}"], data[f"words_{n}"]) for n in range(1, len(self.needs) + 1)],
        }  # fmt: skip


class OnBehalfForm(SaidForm):
    """What was said on the telephone, or by whoever supports the own carers."""

    told_by = forms.CharField(label=_("Who said it"), max_length=120)
    valid_until = DateField(label=_("Offer stands until the end of"))

    def __init__(
        self, *args: Any, search: Search, version: ReferralVersion, by_telephone: bool, **kwargs: Any
    ) -> None:
        body = search.body
        self.zone, today = ZoneInfo(body.time_zone), body.today
        needed = max(search.referral.needed_by, today)
        now = timezone.localtime(timezone.now(), self.zone)
        initial = {
            "free_from": needed,
            "valid_until": needed + dt.timedelta(days=2),
            "told_on": today,
            "told_time": f"{now:%H:%M}",
        }
        super().__init__(*args, version=version, body=body, initial=initial, **kwargs)
        if by_telephone:
            self.fields["told_on"] = DateField(label=_("Day of the call"))
            self.fields["told_time"] = forms.TimeField(
                label=_("Time of the call"), widget=TIME, input_formats=["%H:%M", "%H.%M"]
            )

    aliases = {"told_at": "told_time"}

    def given(self) -> dict[str, Any]:
        data = self.cleaned_data
        found = {
            **self.said(), "told_by": data["told_by"],
            "valid_until": dt.datetime.combine(data["valid_until"], dt.time(23, 59), tzinfo=self.zone),
        }  # fmt: skip
        if "told_on" in self.fields:
            found["told_at"] = dt.datetime.combine(data["told_on"], data["told_time"], tzinfo=self.zone)
        return found


class ConfirmForm(SaidForm):
    """The provider's word on what was written down for it."""

    def __init__(self, *args: Any, offer: Offer, fees: dict[str, Any], **kwargs: Any) -> None:
        initial: dict[str, Any] = {"free_from": offer.free_from, "conditions": offer.conditions}
        for answer in offer.needs.all():
            initial |= {f"met_{answer.position}": answer.met, f"words_{answer.position}": answer.words}
        initial |= {f"fee_{kind}": amount for kind, amount in fees.items()}
        initial |= {"school": offer.school, "languages": offer.languages, "traits": ticked(offer.traits)}
        initial["discount_reason"] = next((f.reason for f in offer.fees.all() if f.reason), "")
        super().__init__(*args, version=offer.invitation.version, body=offer.body, initial=initial, **kwargs)


class NoForm(RecordForm):
    reason = forms.ChoiceField(label=_("Why"), widget=forms.RadioSelect)
    words = forms.CharField(
        label=_("In their words"), required=False, max_length=300, widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("No names of children."),
    )  # fmt: skip
    whole_provider = forms.BooleanField(label=_("None of the provider’s homes can take them"), required=False)

    def __init__(self, *args: Any, search: Search, one_home: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer(self, "reason", choices_of(search.body, "decline_reasons", search.body.today))
        if one_home:
            del self.fields["whole_provider"]


class DeadlineForm(RecordForm):
    """A later deadline, by day and time."""

    on = DateField(label=_("Answers until"))
    time = forms.TimeField(label=_("Time"), widget=TIME, input_formats=["%H:%M", "%H.%M"], initial="23:59")
    reason = forms.CharField(label=_("Why"), max_length=LONGEST, widget=forms.Textarea(attrs={"rows": 3}))
    aliases = {"until": "on"}

    def until(self, zone: str) -> dt.datetime:
        data = self.cleaned_data
        return dt.datetime.combine(data["on"], data["time"], tzinfo=ZoneInfo(zone))


class WidenForm(RecordForm):
    """Why outside the framework."""

    reason = forms.CharField(
        label=_("Why nothing on the framework suits"), max_length=LONGEST, widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("The head of service reads it beside every answer. No names."),
    )  # fmt: skip
    before_deadline = forms.BooleanField(
        label=_("Set the deadline aside"),
        required=False,
        help_text=_("In an emergency only, while providers may still answer."),
    )


class DecideForm(RecordForm):
    agrees = forms.ChoiceField(
        label=_("Your decision"), widget=forms.RadioSelect,
        choices=[("yes", _("The search may go outside the framework")), ("no", _("It stays with the framework"))],
    )  # fmt: skip
    reason = forms.CharField(label=_("Why"), max_length=LONGEST, widget=forms.Textarea(attrs={"rows": 3}))


class OutsideForm(RecordForm):
    """Which providers outside the framework are asked."""

    providers = forms.MultipleChoiceField(label=_("Providers"), widget=forms.CheckboxSelectMultiple)

    def __init__(self, *args: Any, known: list[Organisation], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.known = {o.public_id: o for o in known}
        offer(self, "providers", [(key, o.name) for key, o in self.known.items()])

    @property
    def chosen(self) -> list[Organisation]:
        return [self.known[key] for key in self.cleaned_data["providers"]]


class ReceiveForm(RecordForm):
    words = forms.CharField(
        label=_("What came"), max_length=LONGEST, widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("Such as “Certificate of 3 May 2026, by e-mail”."),
    )  # fmt: skip

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["file"] = file_field(_("The document"), required=False)


class ReviewForm(RecordForm):
    in_order = forms.ChoiceField(
        label=_("Is it in order?"), choices=[("yes", _("Yes")), ("no", _("No"))], widget=forms.RadioSelect
    )
    note = forms.CharField(
        label=_("What you found"), required=False, max_length=LONGEST, widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Needed where it is not in order."),
    )  # fmt: skip

"""What people type towards a decision, a contract, notice and end."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import Any
from zoneinfo import ZoneInfo

from django import forms
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _

from homeward.apps.accounts.document_forms import file_field
from homeward.apps.accounts.models import User
from homeward.apps.accounts.permissions import Permission as P
from homeward.apps.accounts.queries.whom import people_in, roles_with
from homeward.apps.accounts.roles import HeldAt
from homeward.apps.core.forms import RecordForm, offer
from homeward.apps.core.vocabulary import choices_of
from homeward.apps.decisions.models import ContractVariation, Decision
from homeward.apps.decisions.pricing import PARTS, PRICE
from homeward.apps.decisions.queries import others_of, suggested_feedback, unmet_of
from homeward.apps.searches.services import Feedback
from homeward.web.fields import DateField, MoneyField

CHOOSE = ("", _("Choose one"))
NO_NAMES = _("No names of children.")


def area(label: Any, rows: int = 3, **given: Any) -> forms.CharField:
    return forms.CharField(label=label, widget=forms.Textarea(attrs={"rows": rows}), **given)


def weekly_money(**given: Any) -> MoneyField:
    """An amount of a week, as large as a contract keeps it."""
    return MoneyField(max_digits=9, min_value=0, **given)


def yes_no(label: Any, yes: Any, no: Any) -> forms.ChoiceField:
    return forms.ChoiceField(label=label, choices=[("yes", yes), ("no", no)], widget=forms.RadioSelect)


class ProposeForm(RecordForm):
    start_on = DateField(label=_("First night"))
    ends_on = DateField(
        label=_("Intended end"),
        required=False,
        help_text=_("The day the children leave; leave it empty where it is open."),
    )
    reason = area(
        _("Why this home"),
        required=False,
        help_text=_("Needed where a better scored or ranked home is passed over."),
    )
    split_reason = area(
        _("Why brothers and sisters cannot live together"), required=False,
        help_text=_("Needed where the home does not take all of them."),
    )  # fmt: skip


class DecideForm(RecordForm):
    agree = yes_no(_("Your decision"), _("I agree to this placement"), _("I refuse it"))
    reason = area(
        _("Why"), required=False, help_text=_("Needed when you refuse. The placement officer reads it.")
    )


class ReasonForm(RecordForm):
    reason = area(_("Why"), max_length=400, help_text=NO_NAMES)


class VerbalForm(RecordForm):
    who = forms.ChoiceField(label=_("Who agreed"))
    day = DateField(label=_("On which day"))
    time = forms.TimeField(
        label=_("At what time"),
        help_text=_("Such as 16:40."),
        widget=forms.TextInput(attrs={"class": "govuk-input--width-5"}),
    )
    reason = area(_("What was said"), help_text=NO_NAMES)
    aliases = {"at": "time"}

    def __init__(self, *args: Any, decision: Decision, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        roles = roles_with(P.DECISION_DECIDE, HeldAt.BODY)
        found = people_in(roles, body=decision.body, organisation_id=decision.organisation_id)
        self.people: dict[str, User] = {user.public_id: user for user in found}
        offer(self, "who", [CHOOSE, *((key, user.name) for key, user in self.people.items())])
        self.zone = ZoneInfo(decision.body.time_zone)

    def given(self) -> dict[str, Any]:
        data = self.cleaned_data
        at = dt.datetime.combine(data["day"], data["time"], tzinfo=self.zone)
        return {"who": self.people[data["who"]], "at": at, "reason": data["reason"]}


class CheckForm(RecordForm):
    done_on = DateField(label=_("Done on"))
    words = area(_("What was read or asked, and what was found"), max_length=400, help_text=NO_NAMES)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["file"] = file_field(_("The paper it rests on"), required=False)


class VisitForm(RecordForm):
    on = DateField(label=_("Visited on"))
    visitors = forms.CharField(
        label=_("Who went"),
        max_length=200,
        help_text=_("By role, such as “social worker”. No names of children."),
    )
    child_came = yes_no(_("Did the children come?"), _("Yes"), _("No"))
    why_not = forms.CharField(label=_("Why they did not come"), max_length=400, required=False)
    found = area(_("What was found"), help_text=NO_NAMES)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["file"] = file_field(_("Report of the visit"), required=False)


class AreaForm(RecordForm):
    on = DateField(label=_("On which day"))
    authority = forms.CharField(label=_("Which authority"), max_length=160)
    words = area(_("How, and what was answered"), max_length=400, help_text=NO_NAMES)


class AcceptForm(RecordForm):
    """A reason for each provider whose home is not chosen, prefilled from the comparison."""

    def __init__(self, *args: Any, decision: Decision, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        body = decision.body
        self.others = others_of(decision)
        suggested = suggested_feedback(decision) if self.others else {}
        codes = choices_of(body, "reject_reasons", body.today)
        for other in self.others:
            key = other.public_id
            named = f"{other.home.name}, {other.organisation.name}"
            self.fields[f"because_{key}"] = forms.ChoiceField(
                label=named,
                choices=[CHOOSE, *codes],
                initial=suggested.get(key),
                help_text=_("Why it was not chosen. The provider reads it."),
            )
            unmet = ", ".join(unmet_of(other))
            words = _t("Not met in full: %(needs)s.") % {"needs": unmet} if unmet else ""
            self.fields[f"words_{key}"] = forms.CharField(
                label=_("In words, for %(home)s") % {"home": other.home.name}, required=False, max_length=400,
                initial=words,
                widget=forms.Textarea(attrs={"rows": 2}), help_text=_("No names, and nothing of other offers."),
            )  # fmt: skip

    def feedback(self) -> dict[str, Feedback]:
        data = self.cleaned_data
        return {
            o.public_id: Feedback(data[f"because_{o.public_id}"], data[f"words_{o.public_id}"])
            for o in self.others
        }


class PricedForm(RecordForm):
    """The weekly price of a contract and who pays it, in the body's currency."""

    weekly = weekly_money(label=_("Weekly price"), help_text=_("For all children together."))
    care = weekly_money(label=_("Of it paid by children’s services"))
    education = weekly_money(label=_("Of it paid by education"))
    health = weekly_money(label=_("Of it paid by health"))

    def __init__(self, *args: Any, currency: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in PRICE:
            self.fields[name].widget.attrs.update(
                {"prefix": currency, "suffix": _("a week"), "class": "govuk-input--width-10"}
            )


class ContractForm(PricedForm):
    field_order = ("legal_status", "weekly", "buys", *PARTS)

    legal_status = forms.CharField(label=_("Legal status"), max_length=200)
    buys = area(_("What the weekly price buys"))
    outcomes = area(_("What the placement is to bring about"), rows=4, help_text=_("One a line."))
    notice_days = forms.IntegerField(
        label=_("Days of notice of a planned end"),
        min_value=0,
        max_value=365,
        widget=forms.NumberInput(attrs={"class": "govuk-input--width-3"}),
    )
    absences = area(_("What is paid while a child is away"))
    uplift = area(_("When and how the price is looked at each year"))
    variation = area(_("How the contract is changed"))

    def terms(self) -> dict[str, Any]:
        given = dict(self.cleaned_data)
        for name in PARTS:
            given[name] = given[name] or Decimal(0)
        given["notice_is_placeholder"] = given["notice_days"] == self.initial.get("notice_days")
        return given


class VaryForm(PricedForm):
    field_order = ("kind", "effective_on")

    kind = forms.ChoiceField(
        label=_("What it is"), widget=forms.RadioSelect, choices=ContractVariation.Kind.choices,
        initial=ContractVariation.Kind.VARIATION,
    )  # fmt: skip
    effective_on = DateField(
        label=_("In force from"),
        help_text=_(
            "The first night the new terms hold. What it changes in a closed quarter comes as an adjustment."
        ),
    )
    buys = area(_("What the weekly price buys"), help_text=NO_NAMES)
    reason = area(_("Why"), max_length=400, help_text=NO_NAMES)

    def given(self) -> dict[str, Any]:
        """As the service takes it."""
        data = dict(self.cleaned_data)
        terms = {name: data.pop(name) for name in (*PRICE, "buys")}
        return {**data, "terms": terms}


class ExtraForm(RecordForm):
    words = forms.CharField(label=_("What it is for"), max_length=200, help_text=NO_NAMES)
    weekly = weekly_money(label=_("A week"))
    starts_on = DateField(label=_("From"))
    ends_on = DateField(label=_("First day it is no longer paid"))
    reason = area(_("Why it is needed"), max_length=400, help_text=NO_NAMES)


class EndExtraForm(RecordForm):
    ends_on = DateField(label=_("First day it is no longer paid"))
    reason = area(_("Why"), max_length=400, help_text=NO_NAMES)


class NoticeForm(RecordForm):
    kind = forms.ChoiceField(label=_("On what ground"), widget=forms.RadioSelect)
    given_on = DateField(label=_("Given on"))
    leaves_on = DateField(
        label=_("The children leave on"),
        required=False,
        help_text=_("Leave it empty for the last day of the notice."),
    )
    words = area(_("Why"), help_text=NO_NAMES)
    changed = area(
        _("What has changed since the last referral"), required=False,
        help_text=_("It stands in the new referral, which is filled from the last. No names of children."),
    )  # fmt: skip

    def __init__(self, *args: Any, decision: Decision, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer(self, "kind", choices_of(decision.body, "notice_kinds", decision.body.today))


class EndForm(RecordForm):
    on = DateField(
        label=_("The day the children left"), help_text=_("The night before is the last that is paid.")
    )
    end_reason = forms.ChoiceField(label=_("Why it ended"))
    words = area(_("In your words"), required=False, help_text=NO_NAMES)

    def __init__(self, *args: Any, decision: Decision, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer(self, "end_reason", [CHOOSE, *choices_of(decision.body, "end_reasons", decision.body.today)])


class DisruptionForm(RecordForm):
    on = DateField(label=_("Held on"))
    present = forms.CharField(
        label=_("Who took part"), max_length=300, help_text=_("By role. No names of children.")
    )
    learned = area(_("What is learned for the next home"), rows=5, help_text=NO_NAMES)

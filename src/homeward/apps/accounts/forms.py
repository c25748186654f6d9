"""Forms about people. They ask the least; what may not be, the services refuse."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from homeward.apps.accounts.actors import Actor
from homeward.apps.accounts.models import ApiToken, Membership, Organisation, User
from homeward.apps.accounts.permissions import Permission, permission_in_words
from homeward.apps.accounts.roles import DESCRIPTIONS, Role
from homeward.apps.accounts.services.tokens import offered_to
from homeward.apps.accounts.terms import organisations_of
from homeward.apps.core.forms import RecordForm
from homeward.apps.core.refusals import Refused, present
from homeward.web.fields import DateField, MoneyField

# Reasons that a person mends in one field of the form before them; every other gets the refusal page.
FIELD_OF = {
    "accounts.dates_reversed": "last_day",
    "accounts.dates_past": "last_day",
    "accounts.deputy_needs_end": "last_day",
    "accounts.deputy_outside": "last_day",
    "accounts.role_not_here": "role",
    "accounts.role_needs_organisation": "organisation",
    "accounts.role_without_organisation": "organisation",
    "accounts.unknown_organisation": "organisation",
    "accounts.scope_for_provider": "scope",
    "accounts.limit_not_for_role": "delegation_limit",
    "accounts.limit_negative": "delegation_limit",
    "accounts.not_an_address": "email",
    "accounts.name_missing": "name",
    "accounts.already_invited": "email",
    "accounts.already_member": "email",
    "accounts.weak_password": "password",
    "accounts.deputy_self": "deputy",
    "accounts.deputy_not_colleague": "deputy",
    "accounts.deputy_twice": "deputy",
    "accounts.reason_missing": "reason",
    "accounts.nothing_changed": "role",
    "accounts.token_name_missing": "name",
    "accounts.token_name_long": "name",
    "accounts.token_name_taken": "name",
    "accounts.token_scopes_missing": "scopes",
    "accounts.token_scope_beyond": "scopes",
    "accounts.token_end_past": "last_day",
    "accounts.token_end_far": "last_day",
}


def show_refusal(form: forms.Form, refused: Refused) -> None:
    """Put every reason beside its field, or raise the refusal when one belongs to none."""
    if any(FIELD_OF.get(r.code) not in form.fields for r in refused.reasons):
        raise refused
    for reason in refused.reasons:
        sentence = present(reason)
        form.add_error(FIELD_OF[reason.code], f"{sentence.fact} {sentence.lift}")


class TermsForm(forms.Form):
    """Role, provider, scope, limit and last day: what an invitation and a change of role share."""

    role = forms.ChoiceField(label=_("Role"))
    organisation = forms.ModelChoiceField(
        label=_("Provider"),
        queryset=Organisation.objects.none(),
        required=False,
        to_field_name="public_id",
        empty_label=_("None: a role of the body"),
        help_text=_("For a provider's role only."),
    )
    scope = forms.ModelMultipleChoiceField(
        label=_("Only these providers"),
        queryset=Organisation.objects.none(),
        required=False,
        to_field_name="public_id",
        widget=forms.CheckboxSelectMultiple,
        help_text=_("For a role of the body. Tick none for all providers."),
    )
    delegation_limit = MoneyField(
        label=_("Delegation limit"),
        required=False,
        widget=forms.NumberInput(attrs={"class": "govuk-input--width-10"}),
        help_text=_(
            "The most this person may approve at once. Leave it empty for a role that approves no money."
        ),
    )
    last_day = DateField(
        label=_("Last day"), required=False, help_text=_("Leave it empty when no end is known.")
    )

    def __init__(self, *args: Any, actor: Actor, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        known = organisations_of(actor.body)
        self.fields["role"].choices = [  # type: ignore[attr-defined]
            ("", _("Choose a role")),
            *((role.value, role.label) for role in Role if DESCRIPTIONS[role].known_in(actor.body.pack)),
        ]
        for name in ("organisation", "scope"):
            if name in self.fields:
                self.fields[name].queryset = known  # type: ignore[attr-defined]
        if "delegation_limit" in self.fields:
            self.fields["delegation_limit"].widget.attrs["prefix"] = actor.body.currency
        if "scope" in self.fields and not known.exists():
            del self.fields["scope"]

    def terms(self) -> dict[str, Any]:
        """What the services take: `end` is the day after the last."""
        data = self.cleaned_data
        return {
            "role": Role(data["role"]),
            "organisation": data["organisation"],
            "scope": tuple(data.get("scope") or ()),
            "delegation_limit": data["delegation_limit"],
            "end": day_after(data["last_day"]),
        }


class InviteForm(TermsForm):
    name = forms.CharField(
        label=_("Name"), max_length=120, widget=forms.TextInput(attrs={"autocomplete": "off"})
    )
    email = forms.EmailField(
        label=_("E-mail address"),
        help_text=_("The invitation is sent there, and it is how the person signs in."),
    )
    start = DateField(label=_("First day"), required=False, help_text=_("Leave it empty to begin today."))
    field_order = ("name", "email", "role", "organisation", "scope", "delegation_limit", "start", "last_day")


class ChangeForm(TermsForm):
    reason = forms.CharField(label=_("Reason"), required=False, widget=forms.Textarea(attrs={"rows": "3"}))

    @staticmethod
    def initial_of(membership: Membership) -> dict[str, Any]:
        return {
            "role": membership.role,
            "organisation": membership.organisation.public_id if membership.organisation else "",
            "scope": [o.public_id for o in membership.scope.all()],
            "delegation_limit": membership.delegation_limit,
            "last_day": membership.end - dt.timedelta(days=1) if membership.end else None,
        }


class DeputyForm(forms.Form):
    deputy = forms.ModelChoiceField(
        label=_("Who stands in"),
        queryset=User.objects.none(),
        to_field_name="public_id",
        empty_label=_("Choose a person"),
    )
    start = DateField(label=_("First day"))
    last_day = DateField(label=_("Last day"))
    reason = forms.CharField(label=_("Reason"), required=False, widget=forms.Textarea(attrs={"rows": "2"}))

    def __init__(self, *args: Any, people: Iterable[User], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["deputy"].queryset = people  # type: ignore[attr-defined]


class EndForm(forms.Form):
    last_day = DateField(
        label=_("Last day"),
        required=False,
        help_text=_("Leave it empty to end now. A day from today on sets the end."),
    )
    reason = forms.CharField(label=_("Reason"), widget=forms.Textarea(attrs={"rows": "3"}))


class ReasonForm(forms.Form):
    reason = forms.CharField(label=_("Reason"), widget=forms.Textarea(attrs={"rows": "3"}))


class DoneForm(RecordForm):
    """What was done about something taken on."""

    note = forms.CharField(
        label=_("What was done"), widget=forms.Textarea(attrs={"rows": 3}), max_length=2000
    )


class TokenForm(forms.Form):
    """A token for a role: what it is called, what it may, until when."""

    name = forms.CharField(
        label=_("Name"),
        max_length=ApiToken.NAME,
        help_text=_("Of the program that will use it. The trail names it beside everything it does."),
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    scopes = forms.MultipleChoiceField(
        label=_("What it may do"),
        help_text=_("Tick what the program needs, and no more. It never sees more than the role does."),
        widget=forms.CheckboxSelectMultiple,
    )
    last_day = DateField(label=_("Last day"), help_text=_("A year from today at most."))

    def __init__(self, *args: Any, role: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices = [(p.value, permission_in_words(p)) for p in offered_to(role)]
        self.fields["scopes"].choices = choices  # type: ignore[attr-defined]

    def terms(self) -> dict[str, Any]:
        """What the service takes: `end` is the day after the last."""
        data = self.cleaned_data
        return {
            "name": data["name"],
            "scopes": [Permission(scope) for scope in data["scopes"]],
            "end": day_after(data["last_day"]),
        }


class AcceptForm(forms.Form):
    """What a new person says of themselves. The second factor comes on the page after."""

    name = forms.CharField(
        label=_("Your name"),
        max_length=120,
        help_text=_("As others are to see it beside what you did."),
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
    )
    password = forms.CharField(
        label=_("Password"),
        strip=False,
        help_text=_("12 characters or more. Three unusual words do."),
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )
    again = forms.CharField(
        label=_("Password, once more"),
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )

    def clean(self) -> dict[str, Any]:
        data: dict[str, Any] = super().clean() or {}
        if data.get("password") and data.get("again") and data["password"] != data["again"]:
            self.add_error("again", _("The two passwords differ."))
        return data


def day_after(last: dt.date | None) -> dt.date | None:
    """The exclusive end of a period whose last day is given."""
    return last + dt.timedelta(days=1) if last else None


def limit_words(limit: Decimal | None, currency: str) -> str:
    from homeward.web.numbers import money

    return "" if limit is None else money(limit, currency)

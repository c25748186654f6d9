"""What people type about restrictions."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from homeward.apps.accounts.actors import Actor
from homeward.apps.accounts.document_forms import file_field
from homeward.apps.accounts.models import Organisation
from homeward.apps.accounts.roles import Role
from homeward.apps.children.models import Child
from homeward.apps.core.forms import RecordForm, offer
from homeward.apps.core.vocabulary import choices_of
from homeward.apps.placements.choosers import find_child, find_home
from homeward.apps.providers.models import Home
from homeward.apps.restrictions.causes import CAUSES
from homeward.apps.restrictions.models import Restriction, RestrictionReview
from homeward.apps.restrictions.reach import consortia_of
from homeward.apps.restrictions.subjects import homes_known, providers_known
from homeward.web.fields import DateField

Reach = Restriction.Reach
LONG = {"rows": "3"}


class ProposeForm(RecordForm):
    """Whom it would bind, why, what would lift it, from when."""

    provider = forms.ChoiceField(label=_("Provider"), required=False, help_text=_("Or name one home below."))
    home = forms.CharField(
        label=_("Home, if it is about one only"), required=False,
        help_text=_("Number or name. Empty: every home of the provider."),
        widget=forms.TextInput(attrs={"list": "homes", "autocomplete": "off"}),
    )  # fmt: skip
    reach = forms.ChoiceField(label=_("Whom it binds"), widget=forms.RadioSelect)
    cause = forms.ChoiceField(label=_("Cause"), widget=forms.RadioSelect)
    reason = forms.CharField(
        label=_("Reason"), max_length=4000, widget=forms.Textarea(attrs={"rows": "4"}),
        help_text=_("The provider reads it. No names of children, none of people who spoke in confidence."),
    )  # fmt: skip
    what_lifts = forms.CharField(
        label=_("What would lift it"), max_length=2000, widget=forms.Textarea(attrs=LONG),
        help_text=_("What must be so before children may come again. The provider reads it."),
    )  # fmt: skip
    starts_on = DateField(
        label=_("First day"), help_text=_("It binds from midnight at the beginning of this day.")
    )

    def __init__(self, *args: Any, actor: Actor, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.actor = actor
        self.found_home: Home | None = None
        rows = providers_known(actor).order_by("organisation__search_key")
        current = [p for p in rows if p.end is None or p.end > actor.today]
        self.organisations: dict[str, Organisation] = {p.public_id: p.organisation for p in current}
        names = [(public_id, organisation.name) for public_id, organisation in self.organisations.items()]
        offer(self, "provider", [("", _("Choose one")), *names])
        offer(self, "cause", choices_of(actor.body, CAUSES, actor.today))
        self._offer_reach()
        self.fields["evidence"] = file_field(_("Evidence, if it is at hand"))
        self.fields["evidence"].required = False

    def _offer_reach(self) -> None:
        """Where only one answer fits, nobody is asked."""
        actor = self.actor
        consortium = consortia_of(actor.body, actor.today)[0]
        if actor.role is Role.CONSORTIUM_MANAGER or consortium == actor.body:
            del self.fields["reach"]
            return
        local = _("%(body)s alone. Its head of service decides") % {"body": actor.body.name}
        framework = _("Every authority of the framework. %(body)s decides") % {"body": consortium.name}
        offer(self, "reach", [(Reach.LOCAL, local), (Reach.FRAMEWORK, framework)])

    def clean_home(self) -> str:
        text: str = self.cleaned_data["home"]
        if text.strip():
            self.found_home = find_home(text, self.actor, homes_known(self.actor))
        return text

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if not data.get("provider") and self.found_home is None and "home" not in self.errors:
            self.add_error("provider", _("Choose the provider, or name one home."))
        return data

    def given(self) -> dict[str, Any]:
        """What the service takes."""
        data = self.cleaned_data
        home = self.found_home
        chosen = self.organisations.get(data.get("provider", ""))
        is_consortium = self.actor.role is Role.CONSORTIUM_MANAGER
        return {
            "organisation": chosen or (home.organisation if home else None),
            "home": home,
            "reach": data.get("reach") or (Reach.FRAMEWORK if is_consortium else Reach.LOCAL),
            "evidence": data.get("evidence") or None,
            **{name: data[name] for name in ("cause", "reason", "what_lifts", "starts_on")},
        }


class DecideForm(RecordForm):
    """Impose or refuse; a reason is needed only to refuse."""

    decision = forms.ChoiceField(
        label=_("Your decision"), widget=forms.RadioSelect,
        choices=[("impose", _("Impose it")), ("refuse", _("Refuse it"))],
    )  # fmt: skip
    starts_on = DateField(
        label=_("First day"), required=False,
        help_text=_("It binds from midnight at the beginning of this day. Not before today."),
    )  # fmt: skip
    reason = forms.CharField(
        label=_("Reason"), required=False, max_length=2000, widget=forms.Textarea(attrs=LONG),
        help_text=_("Needed to refuse. Whoever proposed it is told."),
    )  # fmt: skip


class LiftForm(RecordForm):
    lifts_on = DateField(
        label=_("First day free"), help_text=_("It binds until midnight at the beginning of this day.")
    )
    reason = forms.CharField(
        label=_("Why it can be lifted"), max_length=2000, widget=forms.Textarea(attrs=LONG),
        help_text=_("What is so now that was not, and how you know."),
    )  # fmt: skip


class DecideLiftForm(RecordForm):
    """Lift or keep; a reason is needed only to keep."""

    decision = forms.ChoiceField(
        label=_("Your decision"), widget=forms.RadioSelect,
        choices=[("lift", _("Lift it")), ("keep", _("Keep it"))],
    )  # fmt: skip
    lifts_on = DateField(label=_("First day free"), required=False, help_text=_("Not before today."))
    reason = forms.CharField(
        label=_("Reason"), required=False, max_length=2000, widget=forms.Textarea(attrs=LONG),
        help_text=_("Needed to keep it. Whoever proposed to lift it is told."),
    )  # fmt: skip


class WhyForm(RecordForm):
    reason = forms.CharField(label=_("Why"), max_length=2000, widget=forms.Textarea(attrs=LONG))


class OverrideForm(RecordForm):
    """For which child, by a reference, and why."""

    child = forms.CharField(
        label=_("Child, if recorded here"), required=False,
        help_text=_("Reference, number or name. Kept in your authority; the consortium does not see it."),
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )  # fmt: skip
    reference = forms.CharField(
        label=_("Reference"), max_length=40, required=False,
        help_text=_("Of the referral, or of the child. Empty: the child’s own. Never a name: the consortium reads it."),
    )  # fmt: skip
    reason = forms.CharField(
        label=_("Why this child may come all the same"), max_length=2000, widget=forms.Textarea(attrs=LONG),
        help_text=_("For example: two sisters live there already. No names."),
    )  # fmt: skip

    def __init__(self, *args: Any, actor: Actor, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.actor = actor
        self.found_child: Child | None = None

    def clean_child(self) -> str:
        text: str = self.cleaned_data["child"]
        if text.strip():
            self.found_child = find_child(text, self.actor)
        return text

    def given(self) -> dict[str, Any]:
        data, child = self.cleaned_data, self.found_child
        reference = data["reference"].strip() or (child.reference if child else "")
        return {"child": child, "reference": reference, "reason": data["reason"]}


class OverrideDecisionForm(RecordForm):
    decision = forms.ChoiceField(
        label=_("Your decision"), widget=forms.RadioSelect,
        choices=[("agree", _("Agree for your side")), ("refuse", _("Refuse it"))],
    )  # fmt: skip
    reason = forms.CharField(
        label=_("Reason"), required=False, max_length=2000, widget=forms.Textarea(attrs=LONG),
        help_text=_("Needed to refuse. Whoever asked is told."),
    )  # fmt: skip


class ReviewForm(RecordForm):
    visited_on = DateField(label=_("Day of the visit"), required=False)
    found = forms.CharField(
        label=_("What was found, and what follows for the child"), max_length=4000,
        widget=forms.Textarea(attrs={"rows": "5"}),
    )  # fmt: skip

    def __init__(self, *args: Any, review: RestrictionReview, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if review.is_urgent:
            self.fields["visited_on"].required = True
            self.fields["visited_on"].help_text = _("The cause asks for a visit without delay.")

"""What people type about a referral besides its sections."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from homeward.apps.accounts.actors import Actor
from homeward.apps.children.models import Child
from homeward.apps.core.forms import RecordForm, offer
from homeward.apps.core.vocabulary import choices_of
from homeward.apps.placements.choosers import find_child
from homeward.apps.referrals.models import Need
from homeward.web.fields import DateField


class BasicsForm(RecordForm):
    """How soon, and from when."""

    urgency = forms.ChoiceField(label=_("How soon is a home needed?"), widget=forms.RadioSelect)
    needed_by = DateField(
        label=_("Home needed by"), help_text=_("The first night in the new home, at the latest.")
    )

    def __init__(self, *args: Any, actor: Actor, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.actor = actor
        offer(self, "urgency", choices_of(actor.body, "urgencies", actor.today))


class BeginForm(BasicsForm):
    """Who needs a home. Children who are placed together stand in one referral."""

    children = forms.CharField(
        label=_("Children"), widget=forms.Textarea(attrs={"rows": 3, "spellcheck": "false"}),
        help_text=_("One a line: reference, record number or name. Brothers and sisters who need one home stand together."),
    )  # fmt: skip
    field_order = ("children", "urgency", "needed_by")

    def clean_children(self) -> list[Child]:
        found: list[Child] = []
        for line in self.cleaned_data["children"].splitlines():
            if line.strip():
                child = find_child(line, self.actor)
                if child not in found:
                    found.append(child)
        return found


class ChildForm(RecordForm):
    child = forms.CharField(label=_("Child"), help_text=_("Reference, record number or name."))
    aliases = {"children": "child"}

    def __init__(self, *args: Any, actor: Actor, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.actor = actor

    def clean_child(self) -> Child:
        return find_child(self.cleaned_data["child"], self.actor)


class NeedForm(RecordForm):
    """One thing the home must or should be."""

    weight = forms.ChoiceField(
        label=_("How much it weighs"), choices=Need.Weight.choices, widget=forms.RadioSelect
    )
    text = forms.CharField(
        label=_("What the home must or should be"), max_length=200,
        help_text=_("One thing at a time, such as “Carers used to night terrors”."),
    )  # fmt: skip
    source = forms.CharField(
        label=_("Where this comes from"),
        max_length=200,
        help_text=_("Assessment, plan or person, with its date."),
    )
    is_wish = forms.BooleanField(label=_("It is the child’s own wish"), required=False)


class WhyForm(RecordForm):
    reason = forms.CharField(
        label=_("Why"), widget=forms.Textarea(attrs={"rows": 4}), max_length=1000, help_text=_("No names.")
    )

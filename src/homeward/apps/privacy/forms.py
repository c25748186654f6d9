"""What people type into the registers."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from homeward.apps.accounts.actors import Actor
from homeward.apps.core.forms import RecordForm, offer
from homeward.apps.core.vocabulary import choices_of
from homeward.apps.privacy.clocks import answer_due
from homeward.apps.privacy.models import AccessRequest, HeldItem
from homeward.apps.privacy.models.about import Whom
from homeward.apps.privacy.models.requests import Capacity, Channel
from homeward.web.fields import DateField

NO_NAMES = _("Write no child’s name: it is seen in lists and trails.")


def text_area(
    label: Any, *, rows: int = 3, most: int = 4000, required: bool = True, help_text: Any = ""
) -> forms.CharField:
    widget = forms.Textarea(attrs={"rows": rows})
    return forms.CharField(
        label=label, max_length=most, widget=widget, required=required, help_text=help_text
    )


class ReasonForm(RecordForm):
    """One reason. Its label is given by the page."""

    reason = text_area(_("Reason"), most=400)

    def __init__(self, *args: Any, label: Any = None, help_text: Any = "", **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if label:
            self.fields["reason"].label = label
        self.fields["reason"].help_text = help_text


class SubjectForm(RecordForm):
    """Whom it is about."""

    whom = forms.ChoiceField(
        label=_("Who is it about"), widget=forms.RadioSelect, choices=Whom.choices[:3], initial=Whom.CHILD
    )
    subject = forms.CharField(
        label=_("Which child, person or name"), max_length=200,
        help_text=_("A child’s reference or client number, the e-mail address of somebody who signs in here, or a name."),
    )  # fmt: skip


class _Asked(SubjectForm):
    requester = forms.CharField(label=_("Who asks"), max_length=160)
    capacity = forms.ChoiceField(
        label=_("As whom"), choices=Capacity.choices, widget=forms.RadioSelect, initial=Capacity.SELF
    )
    channel = forms.ChoiceField(label=_("How it came"), choices=Channel.choices)
    received_on = DateField(label=_("Received on"), help_text=_("The time to decide runs from here."))
    due_on = DateField(
        label=_("To be decided by"), required=False,
        help_text=_("This jurisdiction’s pack gives no time. Enter the day that its law asks for, or that was promised."),
    )  # fmt: skip

    def __init__(self, *args: Any, actor: Actor, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if answer_due(actor.body, actor.today) is not None:
            del self.fields["due_on"]


class AccessRequestForm(_Asked):
    """A request to see what is held, as it came in."""

    wording = text_area(_("What is asked for"), help_text=_("In the words of the request."))
    authority = forms.CharField(
        label=_("What lets them ask for somebody else"), max_length=300, required=False,
        help_text=_("Such as a guardianship order or a signed authority. It can be added with the check of identity."),
    )  # fmt: skip
    field_order = (
        "whom",
        "subject",
        "requester",
        "capacity",
        "authority",
        "wording",
        "channel",
        "received_on",
        "due_on",
    )


class CorrectionForm(_Asked):
    """Something is said to be wrong."""

    what = forms.CharField(
        label=_("What is said to be wrong"), max_length=300, help_text=_("Which record, and what in it.")
    )
    wanted = text_area(_("What it should say"))
    statement = text_area(
        _("Statement of correction"), required=False, rows=4,
        help_text=_("The person’s own words. If it is not corrected, they are attached to the record and read with it."),
    )  # fmt: skip
    field_order = (
        "whom",
        "subject",
        "requester",
        "capacity",
        "what",
        "wanted",
        "statement",
        "channel",
        "received_on",
        "due_on",
    )


class IdentityForm(RecordForm):
    how = forms.CharField(
        label=_("How they showed who they are"), max_length=300,
        help_text=_("What was looked at, not its number: no copy of a document needs to be kept."),
    )  # fmt: skip
    authority = forms.CharField(
        label=_("What lets them ask for somebody else"), max_length=300, required=False
    )

    def __init__(self, *args: Any, request_record: AccessRequest, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if request_record.capacity == Capacity.SELF:
            del self.fields["authority"]


class ExtendForm(RecordForm):
    until = DateField(label=_("Until"))
    reason = text_area(_("Why more time is needed"), most=400, help_text=_("It is told to the requester."))


class ItemForm(RecordForm):
    """What is done with one item."""

    decision = forms.ChoiceField(
        label=_("What is done with it"), widget=forms.RadioSelect,
        choices=[c for c in HeldItem.Decision.choices if c[0] != HeldItem.Decision.OPEN],
    )  # fmt: skip
    passages = text_area(
        _("Passages to take out"), required=False, rows=4,
        help_text=_("One on each line, exactly as they stand in the text. Each is replaced by [withheld], wherever it stands."),
    )  # fmt: skip
    ground = forms.ChoiceField(label=_("Ground"), required=False)
    reason = forms.CharField(
        label=_("Reason"), max_length=400, required=False,
        help_text=_("It is told to the requester, so it must not tell what is withheld."),
    )  # fmt: skip

    def __init__(self, *args: Any, actor: Actor, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer(
            self,
            "ground",
            [("", _("None: it is released")), *choices_of(actor.body, "withholding_grounds", actor.today)],
        )

    def clean_passages(self) -> list[str]:
        return [line.strip() for line in self.cleaned_data["passages"].splitlines() if line.strip()]


class RefuseForm(RecordForm):
    ground = forms.ChoiceField(label=_("Ground"))
    reason = text_area(_("Reasons"), help_text=_("They are told to the requester."))

    def __init__(self, *args: Any, actor: Actor, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer(
            self,
            "ground",
            [("", _("Choose one")), *choices_of(actor.body, "withholding_grounds", actor.today)],
        )


class DecideCorrectionForm(RecordForm):
    agree = forms.TypedChoiceField(
        label=_("Is it to be corrected"), widget=forms.RadioSelect, coerce=lambda v: v == "yes",
        choices=[("yes", _("Yes: whoever keeps the record changes it")),
        ("no", _("No: the statement of correction is attached"))],
    )  # fmt: skip
    reason = text_area(_("Reasons"), help_text=_("They are told to the person."))


class LinkForm(RecordForm):
    event = forms.TypedChoiceField(
        label=_("The change that corrected it"), widget=forms.RadioSelect, coerce=int
    )


class StatementForm(RecordForm):
    statement = text_area(
        _("Statement of correction"),
        rows=6,
        help_text=_("In the person’s own words. Whoever reads the record reads it."),
    )

"""What people type into the disclosure log, the receipts from others, the holds and the breaches."""

from __future__ import annotations

import datetime as dt
import re
from typing import Any
from zoneinfo import ZoneInfo

from django import forms
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _

from homeward.apps.accounts.actors import Actor
from homeward.apps.accounts.permissions import Permission as P
from homeward.apps.core.forms import RecordForm, offer
from homeward.apps.core.vocabulary import choices_of
from homeward.apps.privacy.forms import NO_NAMES, SubjectForm, text_area
from homeward.apps.privacy.models import BreachNotice, Disclosure
from homeward.apps.privacy.models.about import Whom
from homeward.web.fields import DateField

_TIME = re.compile(r"^([01]?\d|2[0-3])[:.]([0-5]\d)$")


class DisclosureForm(SubjectForm):
    """What was given of whom to whom."""

    whom = forms.ChoiceField(
        label=_("Of whom"), widget=forms.RadioSelect, choices=Whom.choices, initial=Whom.CHILD
    )
    what = forms.CharField(label=_("What was given"), max_length=400, help_text=NO_NAMES)
    recipient = forms.CharField(label=_("To whom"), max_length=200)
    given_on = DateField(label=_("Given on"))
    purpose = forms.CharField(label=_("What for"), max_length=300)
    ground = forms.ChoiceField(label=_("Ground"))
    law = forms.CharField(
        label=_("Section of the law"),
        max_length=200,
        required=False,
        help_text=_("Where a law is the ground."),
    )
    consulted = forms.ChoiceField(
        label=_("Was the child’s view heard before"), widget=forms.RadioSelect, choices=Disclosure.Consulted.choices,
        initial=Disclosure.Consulted.NOT_ABOUT,
    )  # fmt: skip
    consulted_note = forms.CharField(label=_("If not, why"), max_length=300, required=False)

    def __init__(self, *args: Any, actor: Actor, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer(
            self,
            "ground",
            [("", _("Choose one")), *choices_of(actor.body, "disclosure_grounds", actor.today)],
        )
        if not actor.holds(P.PRIVACY_READ):  # who keeps children's records writes of children
            offer(self, "whom", Whom.choices[:1])


class CollectionForm(SubjectForm):
    """What came from another agency."""

    whom = forms.ChoiceField(
        label=_("About whom"), widget=forms.RadioSelect, choices=Whom.choices, initial=Whom.CHILD
    )
    agency = forms.CharField(label=_("From which agency"), max_length=200)
    what = forms.CharField(label=_("What was received"), max_length=400, help_text=NO_NAMES)
    received_on = DateField(label=_("Received on"))


class SortForm(RecordForm):
    agency = forms.CharField(label=_("From which agency"), max_length=200)


class TellForm(RecordForm):
    points = forms.MultipleChoiceField(
        label=_("What the person was told"), widget=forms.CheckboxSelectMultiple
    )
    told_on = DateField(label=_("Told on"))
    how = forms.CharField(
        label=_("How"), max_length=300, help_text=_("Such as a letter, or a talk with an interpreter.")
    )

    def __init__(self, *args: Any, actor: Actor, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["points"]
        assert isinstance(field, forms.MultipleChoiceField)
        field.choices = choices_of(actor.body, "collection_notice_points", actor.today)


class ExceptForm(RecordForm):
    exception = forms.ChoiceField(label=_("Exception"), widget=forms.RadioSelect)
    reason = text_area(_("What makes it one here"), most=400)

    def __init__(self, *args: Any, actor: Actor, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer(self, "exception", choices_of(actor.body, "collection_exceptions", actor.today))


class HoldForm(RecordForm):
    title = forms.CharField(label=_("What the hold is called"), max_length=160, help_text=NO_NAMES)
    record_class = forms.ChoiceField(label=_("On which class of record"), required=False)
    child = forms.CharField(
        label=_("Only about one child"),
        max_length=40,
        required=False,
        help_text=_("Reference or client number. Empty: everybody."),
    )
    reason = text_area(_("Why"), most=400)

    def __init__(self, *args: Any, actor: Actor, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer(
            self,
            "record_class",
            [("", _("Every class of record")), *choices_of(actor.body, "record_classes", actor.today)],
        )


class MomentForm(RecordForm):
    """A form with a day and a time where the body is."""

    def __init__(self, *args: Any, actor: Actor, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.zone = ZoneInfo(actor.body.time_zone)

    def clean_time(self) -> dt.time:
        found = _TIME.match(self.cleaned_data["time"].strip())
        if not found:
            raise forms.ValidationError(_t("Write the time as hours and minutes, such as 16:30."))
        return dt.time(int(found[1]), int(found[2]))

    def moment(self, day: str) -> dt.datetime:
        """The moment entered; of an hour that comes twice when the clocks go back, the first."""
        data = self.cleaned_data
        return dt.datetime.combine(data[day], data["time"], tzinfo=self.zone)


def _time() -> forms.CharField:
    return forms.CharField(label=_("Time"), max_length=5, help_text=_("Such as 16:30, where the body is."))


class BreachForm(MomentForm):
    """A suspected breach, in a minute."""

    what = text_area(_("What happened"), help_text=NO_NAMES)
    discovered_on = DateField(label=_("Discovered on"))
    time = _time()
    affected = forms.CharField(
        label=_("Who is affected"),
        max_length=400,
        required=False,
        help_text=_("As far as you know. No names of children."),
    )
    affected_count = forms.IntegerField(
        label=_("How many people"), min_value=0, max_value=10_000_000, required=False
    )
    contained = forms.CharField(label=_("What was done about it"), max_length=400, required=False)
    aliases = {"discovered_at": "discovered_on"}


class ContainForm(RecordForm):
    contained = text_area(_("What was done to contain it"), most=400)
    affected = forms.CharField(label=_("Who is affected"), max_length=400, required=False, help_text=NO_NAMES)
    affected_count = forms.IntegerField(
        label=_("How many people"), min_value=0, max_value=10_000_000, required=False
    )


class JudgeForm(RecordForm):
    likely = forms.TypedChoiceField(
        label=_("Is serious harm likely"), widget=forms.RadioSelect, coerce=lambda v: v == "yes",
        choices=[("yes", _("Yes: the Commissioner and the people affected are told")), ("no", _("No"))],
    )  # fmt: skip
    reason = text_area(
        _("Reasons"),
        help_text=_("How sensitive it is, who has it now, what could come of it, what was done about it."),
    )


class NoticeForm(MomentForm):
    told = forms.ChoiceField(
        label=_("Who was told"), widget=forms.RadioSelect, choices=BreachNotice.Told.choices
    )
    given_on = DateField(label=_("Told on"))
    time = _time()
    how = forms.CharField(label=_("How"), max_length=200)
    words = text_area(_("What was said"), required=False, help_text=NO_NAMES)
    aliases = {"given_at": "given_on"}


class CloseForm(RecordForm):
    learned = text_area(_("What was changed so that it does not happen again"), required=False)

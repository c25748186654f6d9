"""What people type about an application. Every rule stands in the services; a form only asks."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from homeward.apps.accounts.actors import Actor
from homeward.apps.accounts.models import CommissioningBody
from homeward.apps.approvals.models import Accreditation
from homeward.apps.approvals.templates import KINDS, VIEWS
from homeward.apps.core.forms import RecordForm, offer
from homeward.apps.core.vocabulary import choices_of
from homeward.web.fields import DateField

LONG = 8000
YES_NO = [("yes", _("Yes")), ("no", _("No"))]
WITH_WHANAU = _("How will tamariki Māori be with whānau, hapū and iwi wherever possible?")


def words(label: Any, *, rows: int = 3, required: bool = True, hint: Any = "") -> forms.CharField:
    return forms.CharField(
        label=label, required=required, help_text=hint, max_length=LONG,
        widget=forms.Textarea(attrs={"rows": str(rows)}),
    )  # fmt: skip


def line(label: Any, *, required: bool = True, hint: Any = "", most: int = 120) -> forms.CharField:
    return forms.CharField(label=label, required=required, help_text=hint, max_length=most)


def ticks(label: Any, choices: Any, *, required: bool = False, hint: Any = "") -> forms.MultipleChoiceField:
    return forms.MultipleChoiceField(
        label=label, choices=choices, required=required, help_text=hint, widget=forms.CheckboxSelectMultiple
    )


def one_of(label: Any, choices: Any, *, required: bool = True, hint: Any = "") -> forms.ChoiceField:
    return forms.ChoiceField(
        label=label, choices=choices, required=required, help_text=hint, widget=forms.RadioSelect
    )


def kinds_of(body: CommissioningBody) -> list[tuple[str, str]]:
    return choices_of(body, KINDS, body.today)


def views_of(body: CommissioningBody) -> list[tuple[str, str]]:
    return choices_of(body, VIEWS, body.today)


class DetailsForm(RecordForm):
    """Contact, office, and what is asked for: the part that interest and correction share."""

    contact_name = line(_("Contact"), required=False)
    contact_email = forms.EmailField(label=_("E-mail"), required=False)
    contact_phone = line(_("Telephone"), required=False, most=40)
    local_office = line(_("Local office or team"), required=False)
    has_talked = forms.ChoiceField(
        label=_("Have local or regional talks happened?"), required=False, widget=forms.RadioSelect,
        choices=[*YES_NO, ("", _("Not known"))],
    )  # fmt: skip
    care_options = line(_("Care it means to give"), required=False, most=200)
    places = forms.IntegerField(
        label=_("Places it hopes to offer"), required=False, min_value=1, max_value=999,
        widget=forms.NumberInput(attrs={"class": "govuk-input--width-4"}),
    )  # fmt: skip
    hoped_for_by = DateField(label=_("Approval hoped for by"), required=False)

    def __init__(self, *args: Any, body: CommissioningBody, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["kinds"] = ticks(_("Kinds of approval asked for"), kinds_of(body))

    def given(self) -> dict[str, Any]:
        said = {"yes": True, "no": False}.get(self.cleaned_data["has_talked"])
        return {**self.cleaned_data, "has_talked": said}


class InterestForm(DetailsForm):
    name = line(_("Legal name of the organisation"), most=200)
    business_number = line(
        _("New Zealand Business Number"), required=False, most=40,
        hint=_("Two notices of one number are one application."),
    )  # fmt: skip
    text = words(_("What was said"), required=False)

    def __init__(self, *args: Any, actor: Actor, **kwargs: Any) -> None:
        super().__init__(*args, body=actor.body, **kwargs)
        self.order_fields(["name", "business_number"])
        if actor.organisation is not None:  # a partner speaks of itself
            del self.fields["name"]
            if actor.organisation.business_number:
                del self.fields["business_number"]

    def given(self) -> dict[str, Any]:
        return {"name": "", **super().given()}


class ProvisionForm(RecordForm):
    there_already = words(_("What is already provided in the local area?"), rows=5)
    spoken_to = words(_("Which stakeholders were spoken to, and what did they say?"), rows=4)
    with_whanau = words(WITH_WHANAU, rows=4)


PARTS_OF_TALK = [
    ("whakawhanaungatanga", _("Whakawhanaungatanga: our contexts, values, and what quality care looks like")),
    ("familiarisation", _("Familiarisation with the framework, the cycle and the steps")),
    ("practice_run", _("Practice run through a blank readiness template")),
    ("partner_knows", _("The partner knows what quality assurance is, what to collect and who helps")),
]


class ConversationForm(RecordForm):
    held_on = DateField(
        label=_("Day of the conversation"), help_text=_("Of the last one, if there were several.")
    )
    done = ticks(_("What was done"), PARTS_OF_TALK)
    submit_by = DateField(
        label=_("Template handed in by"),
        required=False,
        help_text=_("A day agreed with the partner. None is set for you."),
    )
    people = line(_("Who took part"), required=False, most=400)
    notes = words(_("Notes"), required=False, hint=_("The partner reads them."))

    def given(self) -> dict[str, Any]:
        told = dict(self.cleaned_data)
        done = told.pop("done")
        return {**told, **{code: code in done for code, _words in PARTS_OF_TALK}}


class FindingForm(RecordForm):
    view = one_of(_("The hub’s view"), [])
    text = words(
        _("What you found"),
        rows=5,
        hint=_("It stays within the agency. The partner reads what you both agree."),
    )

    def __init__(self, *args: Any, body: CommissioningBody, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer(self, "view", views_of(body))


class AgreedForm(FindingForm):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["view"].label = _("The view you both hold")
        self.fields["text"].label, self.fields["text"].help_text = (
            _("What you agreed"),
            _("Both sides read it."),
        )


class QuestionForm(RecordForm):
    question = words(_("Your question"), hint=_("The partner reads it when you send the questions."))
    due_on = DateField(label=_("Answer hoped for by"), required=False)


class AnswerForm(RecordForm):
    answer = words(_("The answer"), rows=5)


class CarryForm(RecordForm):
    improvement = words(_("The improvement"), rows=4)
    owner = line(_("Who does it"))
    due_on = DateField(label=_("By when"))


class VisitDecisionForm(RecordForm):
    is_wanted = one_of(_("Is a visit made?"), YES_NO)
    reason = words(_("Why"))


class VisitForm(RecordForm):
    held_on = DateField(label=_("Day of the visit"))
    place = line(_("Place"), most=160)
    people = line(_("Who took part"), required=False, most=400)
    understood = words(_("The partner’s story, as it was understood"), rows=5)


class RecommendationForm(RecordForm):
    text = words(_("The report"), rows=12)
    with_whanau = words(WITH_WHANAU)
    conditions = words(_("Conditions you recommend"), required=False)

    def __init__(self, *args: Any, body: CommissioningBody, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["kinds"] = ticks(_("Kinds of approval you recommend"), kinds_of(body))
        self.order_fields(["text", "kinds"])


class DiscussedForm(RecordForm):
    discussed_on = DateField(label=_("Talked through with the partner on"))
    outcome = words(_("What came of it"))


class PartForm(RecordForm):
    user = one_of(_("Who does it"), [], required=False)
    note = line(_("What was agreed"), required=False, most=200)


class JointForm(RecordForm):
    wish = words(_("What you wish for"), hint=_("Each keeps its own cycle and its own report."))


class JointPlanForm(RecordForm):
    plan = words(_("How it is planned together"), rows=4)


class InterestDeclaredForm(RecordForm):
    text = words(_("What your interest in the organisation is"))


class AccreditationForm(RecordForm):
    status = one_of(_("Status"), Accreditation.Status.choices)
    level = forms.TypedChoiceField(
        label=_("Level"), required=False, coerce=int, empty_value=None, widget=forms.RadioSelect,
        choices=[("1", _("Level 1, the most demanding")), ("2", _("Level 2")), ("3", _("Level 3")), ("4", _("Level 4"))],
    )  # fmt: skip
    granted_on = DateField(label=_("Granted on"), required=False)
    review_due_on = DateField(
        label=_("Next review due"), required=False, help_text=_("Empty: two years after the grant.")
    )
    expected_on = DateField(label=_("Assessment may be complete by"), required=False)
    report_received_on = DateField(label=_("Report sent to the hub on"), required=False)
    is_joint = forms.BooleanField(label=_("Planned together with the hub"), required=False)
    note = words(_("Note"), required=False, hint=_("The hub and the partner read it."))


class MoveForm(RecordForm):
    """A move that asks for nothing, or for a reason only."""

    note = words(_("Note"), required=False)


class ReasonForm(RecordForm):
    note = words(_("Reason"))


class FeedbackForm(RecordForm):
    text = words(
        _("Your feedback"), rows=6, required=False, hint=_("The lead talks it through with the partner.")
    )


class EndorseForm(RecordForm):
    text = words(_("What you say to it"), required=False)


class AdviceForm(RecordForm):
    met_on = DateField(label=_("Day the group met"))
    present = line(_("Who took part"), most=400)
    text = words(_("The advice"), rows=6)


class DecisionForm(RecordForm):
    """The delegate's decision."""

    conditions = words(_("Conditions"), required=False)
    reasons = words(_("Reasons"), rows=6)
    with_whanau = words(WITH_WHANAU)
    is_suitable = forms.BooleanField(
        label=_(
            "I am satisfied that it is suitable to care for children and capable of its powers and duties"
        ),
        required=False,
    )

    def __init__(self, *args: Any, body: CommissioningBody, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["kinds"] = ticks(_("Kinds of approval"), kinds_of(body), required=True)
        self.order_fields(["kinds"])


class ProposeDeclineForm(RecordForm):
    reasons = words(_("Reasons"), rows=6)
    submissions_by = DateField(label=_("Last day for submissions"))


class DeclineForm(RecordForm):
    reasons = words(_("Reasons"), rows=6)


class SubmissionForm(RecordForm):
    text = words(_("What you say to the proposed decline"), rows=8)

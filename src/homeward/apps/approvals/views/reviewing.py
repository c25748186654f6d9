"""The template and its review: sections, findings, questions, the visit, the recommendation."""

from __future__ import annotations

from typing import Any

from django import forms
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from homeward.apps.accounts.actors import Actor, actor_of
from homeward.apps.accounts.pages import get_visible, page
from homeward.apps.accounts.permissions import Permission as P
from homeward.apps.accounts.scopes import may
from homeward.apps.accounts.views.documents import documents_context
from homeward.apps.approvals import services
from homeward.apps.approvals.forms import (
    AgreedForm,
    AnswerForm,
    CarryForm,
    DiscussedForm,
    FindingForm,
    QuestionForm,
    RecommendationForm,
    VisitDecisionForm,
    VisitForm,
    line,
    one_of,
    views_of,
    words,
)
from homeward.apps.approvals.models import (
    Application,
    Clarification,
    Finding,
    ReadinessAnswer,
    RecommendationFeedback,
)
from homeward.apps.approvals.templates import Section, sections_of, view_words
from homeward.apps.approvals.views.applications import address_of, around
from homeward.apps.approvals.views.recording import record
from homeward.apps.core.forms import RecordForm, edit, initial_of
from homeward.web.fields import DateField


def _section_of(found: Application, code: str) -> Section:
    section = next((s for s in sections_of(found) if s.code == code), None)
    if section is None:
        raise Http404
    return section


class SectionForm(RecordForm):
    """The questions of a section, and beside a domain's the evidence, the gap and the partner's own view."""

    def __init__(
        self, *args: Any, section: Section, found: Application, only_questions: bool = False, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.section = section
        for question in section.questions:
            field = line(question.text, required=False, most=400) if question.is_short else words(
                question.text, rows=5, required=False
            )  # fmt: skip
            self.fields[f"q_{question.code}"] = field
        if only_questions or not section.is_domain:
            return
        self.fields["own_view"] = one_of(_("Your own view"), views_of(found.body), required=False)
        self.fields["at_visit"] = forms.BooleanField(
            label=_("Evidence is to be shown at the visit"), required=False
        )
        self.fields["gap"] = words(_("What is not in place yet, and what you will do"), required=False)
        self.fields["gap_owner"] = line(_("Who does it"), required=False)
        self.fields["gap_by"] = DateField(label=_("By when"), required=False)

    def given(self) -> dict[str, Any]:
        told = self.cleaned_data
        answers = {name[2:]: value for name, value in told.items() if name.startswith("q_")}
        return {
            "answers": answers,
            **{name: value for name, value in told.items() if not name.startswith("q_")},
        }


@page(P.APPLICATION_READ)
def section(request: HttpRequest, public_id: str, section: str) -> HttpResponse:
    """One section of the template: to be written while it is collected, to be read afterwards."""
    actor, found = actor_of(request), get_visible(Application, request, public_id)
    asked = _section_of(found, section)
    row = ReadinessAnswer.objects.visible_to(actor).filter(application=found, section=section).first()
    if row is None:
        raise Http404
    if found.state == "COLLECTING" and may(actor, P.APPLICATION_ANSWER, found):
        return _write_section(request, found, asked, row, actor)
    return render(request, "approvals/section.html", _read_section(request, found, asked, row, actor))


def _write_section(
    request: HttpRequest, found: Application, asked: Section, row: ReadinessAnswer, actor: Actor
) -> HttpResponse:
    initial = {f"q_{code}": said for code, said in row.answers.items()}
    names = ("own_view", "at_visit", "gap", "gap_owner", "gap_by")
    form = SectionForm(
        request.POST or None, section=asked, found=found, initial={**initial, **initial_of(row, names)}
    )
    return edit(
        request, form,
        lambda data: services.save_section(application=found, section=asked.code, by=actor, **form.given()),
        lambda made: (_("Saved. You can go on whenever you wish."), address_of(found)),
        **around(found), heading=asked.title, verb=_("Save"), template="approvals/answer.html",
        lede=_("Save as you go: nothing need be whole before you hand it in."), section=asked,
        **documents_context(request, row),
    )  # fmt: skip


def _read_section(
    request: HttpRequest, found: Application, asked: Section, row: ReadinessAnswer, actor: Actor
) -> dict[str, Any]:
    finding = Finding.objects.visible_to(actor).filter(application=found, section=asked.code).first()
    both = found.agreedviews.filter(section=asked.code).first()
    return {
        "application": found, "section": asked, "row": row, **around(found),
        "answers": [(q.text, row.answers.get(q.code, "")) for q in asked.questions],
        "own": view_words(found.body, row.own_view), "finding": finding, "both": both,
        "hub": view_words(found.body, finding.view if finding else ""),
        "agreed": view_words(found.body, both.view if both else ""), "may_find": actor.holds(P.APPLICATION_LEAD),
        **documents_context(request, row),
    }  # fmt: skip


@page(P.APPLICATION_LEAD)
def finding(request: HttpRequest, public_id: str, section: str) -> HttpResponse:
    """The hub's own view of a domain."""
    actor, found = actor_of(request), get_visible(Application, request, public_id, using=P.APPLICATION_LEAD)
    asked = _section_of(found, section)
    there = Finding.objects.visible_to(actor).filter(application=found, section=section).first()
    form = FindingForm(
        request.POST or None, body=found.body, initial=initial_of(there, ("view", "text")) if there else {}
    )
    return record(
        request, found, form,
        lambda data: services.record_finding(application=found, section=section, by=actor, **data),
        _("Recorded."), heading=_("Finding: %(domain)s") % {"domain": asked.title}, verb=_("Record it"),
    )  # fmt: skip


@page(P.APPLICATION_LEAD)
def agreed_view(request: HttpRequest, public_id: str, section: str) -> HttpResponse:
    """What lead and partner agree about a domain."""
    actor, found = actor_of(request), get_visible(Application, request, public_id, using=P.APPLICATION_LEAD)
    asked, there = _section_of(found, section), found.agreedviews.filter(section=section).first()
    form = AgreedForm(
        request.POST or None, body=found.body, initial=initial_of(there, ("view", "text")) if there else {}
    )
    return record(
        request, found, form,
        lambda data: services.record_agreed_view(application=found, section=section, by=actor, **data),
        _("Recorded. Both sides read it."), heading=_("Agreed: %(domain)s") % {"domain": asked.title},
        verb=_("Record it"), lede=_("After you talked it through. An agreement given to other content falls."),
    )  # fmt: skip


@page(P.APPLICATION_LEAD)
def ask(request: HttpRequest, public_id: str, section: str) -> HttpResponse:
    """Put a question on one domain to the partner."""
    actor, found = actor_of(request), get_visible(Application, request, public_id, using=P.APPLICATION_LEAD)
    asked = _section_of(found, section)
    return record(
        request, found, QuestionForm(request.POST or None),
        lambda data: services.ask_question(application=found, section=section, by=actor, **data),
        _("Put down. Send it with the others by asking the partner to clarify."),
        heading=_("A question on: %(domain)s") % {"domain": asked.title}, verb=_("Put it down"),
    )  # fmt: skip


@page(P.APPLICATION_WORK)
def question(request: HttpRequest, public_id: str, question: str) -> HttpResponse:
    """Answer a question; or, for the lead, carry it as an improvement."""
    actor, found, row = _question(request, public_id, question)
    return edit(
        request, AnswerForm(request.POST or None),
        lambda data: services.answer_question(clarification=row, by=actor, **data),
        lambda made: (_("Answered."), address_of(found)),
        **around(found), heading=_("A question of the hub"), verb=_("Answer it"), template="approvals/question.html",
        row=row, may_carry=may(actor, P.APPLICATION_LEAD, found),
    )  # fmt: skip


@page(P.APPLICATION_LEAD)
def carry(request: HttpRequest, public_id: str, question: str) -> HttpResponse:
    """Carry a question forward as an improvement action."""
    actor, found, row = _question(request, public_id, question)
    return record(
        request, found, CarryForm(request.POST or None),
        lambda data: services.carry_improvement(clarification=row, by=actor, **data),
        _("Carried as an improvement."), heading=_("Carry it as an improvement"), verb=_("Carry it"),
        facts=[{"label": _("The question"), "value": row.question}],
    )  # fmt: skip


def _question(
    request: HttpRequest, public_id: str, question: str
) -> tuple[Actor, Application, Clarification]:
    actor, found = actor_of(request), get_visible(Application, request, public_id)
    row = get_visible(Clarification, request, question)
    # A partner reads a question once it was sent.
    if row.application_id != found.pk or (
        actor.is_provider and found.state != "CLARIFY" and not row.is_settled
    ):
        raise Http404
    return actor, found, row


@page(P.APPLICATION_LEAD)
def visit(request: HttpRequest, public_id: str) -> HttpResponse:
    """Whether a visit is made; and, when it was, what was understood."""
    actor, found = actor_of(request), get_visible(Application, request, public_id, using=P.APPLICATION_LEAD)
    row = found.readinessvisits.first()
    if found.state == "VISIT":
        names = ("held_on", "place", "people", "understood")
        form: RecordForm = VisitForm(request.POST or None, initial=initial_of(row, names) if row else {})
        return record(
            request, found, form, lambda data: services.describe_visit(application=found, by=actor, **data),
            _("Recorded."), heading=_("The visit"), verb=_("Record it"),
        )  # fmt: skip
    initial = {"is_wanted": "yes" if row.is_wanted else "no", "reason": row.reason} if row else {}
    form = VisitDecisionForm(request.POST or None, initial=initial)
    return record(
        request, found, form,
        lambda data: services.decide_visit(
            application=found, is_wanted=data["is_wanted"] == "yes", reason=data["reason"], by=actor
        ),
        _("Recorded."), heading=_("Is a visit made?"), verb=_("Record it"), lede=_("The guidance leaves it open."),
    )  # fmt: skip


@page(P.APPLICATION_WORK)
def agree(request: HttpRequest, public_id: str) -> HttpResponse:
    """Confirm the content for one's side."""
    actor, found = actor_of(request), get_visible(Application, request, public_id, using=P.APPLICATION_WORK)
    return record(
        request, found, RecordForm(request.POST if request.method == "POST" else None),
        lambda data: services.agree_content(application=found, by=actor),
        _("Agreed for your side."), heading=_("Agree to the content of the template"), verb=_("Agree"),
        lede=_("As it was handed in, with the questions answered and what was agreed on each domain."),
    )  # fmt: skip


@page(P.APPLICATION_LEAD)
def recommendation(request: HttpRequest, public_id: str) -> HttpResponse:
    """The hub's report, or its next version."""
    actor, found = actor_of(request), get_visible(Application, request, public_id, using=P.APPLICATION_LEAD)
    newest = found.recommendations.order_by("-number").first()
    names = ("text", "kinds", "with_whanau", "conditions")
    initial = initial_of(newest, names) if newest else {"kinds": found.kinds}
    form = RecommendationForm(request.POST or None, body=found.body, initial=initial)
    return record(
        request, found, form,
        lambda data: services.write_recommendation(application=found, by=actor, **data),
        _("Kept as a version of its own."), heading=_("The recommendation report"), verb=_("Keep it"),
        lede=_("You draft it; the quality manager endorses it, and neither of you decides."),
    )  # fmt: skip


@page(P.APPLICATION_LEAD)
def feedback(request: HttpRequest, public_id: str, feedback: str) -> HttpResponse:
    """What came of the manager's feedback when it was talked through with the partner."""
    actor, found = actor_of(request), get_visible(Application, request, public_id, using=P.APPLICATION_LEAD)
    row = get_visible(RecommendationFeedback, request, feedback)
    if row.application_id != found.pk:
        raise Http404
    form = DiscussedForm(request.POST or None, initial=initial_of(row, ("discussed_on", "outcome")))
    return record(
        request, found, form,
        lambda data: services.discuss_feedback(feedback=row, by=actor, **data),
        _("Recorded."), heading=_("Feedback talked through"), verb=_("Record it"),
        facts=[{"label": _("The feedback"), "value": row.text}],
    )  # fmt: skip

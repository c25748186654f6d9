"""Acquittals: what is due, what is late, sent and received; and further information asked for."""

from __future__ import annotations

from typing import Any

from django.db.models import DateField, Value
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse

from homeward.apps.accounts.actors import actor_of
from homeward.apps.accounts.pages import get_visible, page
from homeward.apps.accounts.permissions import Permission as P
from homeward.apps.accounts.scopes import may
from homeward.apps.accounts.views.documents import documents_context
from homeward.apps.core.forms import edit
from homeward.apps.finance import services
from homeward.apps.finance.forms import AnswerForm, AskForm, DayForm, ReceiveAgainForm, SendAcquittalForm
from homeward.apps.finance.lists import ACQUITTAL_TAGS, ACQUITTAL_WORDS, ACQUITTALS
from homeward.apps.finance.models import InformationRequest
from homeward.apps.statements.models import Acquittal


@page(P.ACQUITTAL_READ)
def acquittals(request: HttpRequest) -> HttpResponse:
    """One for each agreement and quarter; late ones can be filtered."""
    actor = actor_of(request)
    rows = Acquittal.objects.visible_to(actor).select_related("organisation", "agreement")
    asked = (
        InformationRequest.objects.visible_to(actor)
        .select_related("agreement", "organisation")
        .order_by("due_on")
    )
    return ACQUITTALS.respond(
        request, rows.annotate(today=Value(actor.today, DateField())), heading="Acquittals", today=actor.today,
        lede="Due within 31 days of the end of the quarter, or as the policy in force says.",
        waiting=asked.filter(answered_on=None),
    )  # fmt: skip


def _crumbs(acquittal: Acquittal | None = None) -> list[dict[str, str]]:
    found = [{"text": "Acquittals", "href": reverse("acquittals")}]
    return (
        [*found, {"text": str(acquittal), "href": reverse("acquittal", args=[acquittal.public_id])}]
        if acquittal
        else found
    )


@page(P.ACQUITTAL_READ)
def acquittal(request: HttpRequest, public_id: str) -> HttpResponse:
    actor = actor_of(request)
    found = get_visible(Acquittal, request, public_id)
    state = found.state_on(actor.today)
    asked = InformationRequest.objects.visible_to(actor).filter(agreement=found.agreement, label=found.label)
    context = {
        "acquittal": found, "tags": [{"text": ACQUITTAL_WORDS[state], "state": ACQUITTAL_TAGS[state]}],
        "may_send": found.received_on is None and may(actor, P.ACQUITTAL_SEND, found), "late": _late(found, actor.today),
        "may_receive": may(actor, P.ACQUITTAL_RECEIVE, found),
        "may_ask": may(actor, P.ACQUITTAL_RECEIVE, found), "crumbs": _crumbs(),
        "requests": asked.order_by("pk"), **documents_context(request, found),
    }  # fmt: skip
    return render(request, "finance/acquittal.html", context)


def _late(acquittal: Acquittal, today: Any) -> str:
    """How late it came, or is."""
    days = ((acquittal.received_on or acquittal.sent_on or today) - acquittal.due_on).days
    if days <= 0:
        return ""
    return f"{days} day{'s' if days != 1 else ''} late"


@page(P.ACQUITTAL_SEND)
def send(request: HttpRequest, public_id: str) -> HttpResponse:
    actor = actor_of(request)
    found = get_visible(Acquittal, request, public_id, using=P.ACQUITTAL_SEND)
    address = reverse("acquittal", args=[public_id])
    form = SendAcquittalForm(request.POST or None, initial={"on": actor.today})
    return edit(
        request, form,
        lambda data: services.send_acquittal(acquittal=found, on=data["on"], note=data["note"], by=actor),
        lambda done: ("Marked as sent. The department records when it came.", address),
        heading=f"Mark the acquittal of {found.label} as sent", caption=str(found.agreement), verb="Mark it as sent",
        back=address, crumbs=_crumbs(found),
    )  # fmt: skip


@page(P.ACQUITTAL_RECEIVE)
def receive(request: HttpRequest, public_id: str) -> HttpResponse:
    actor = actor_of(request)
    found = get_visible(Acquittal, request, public_id, using=P.ACQUITTAL_RECEIVE)
    address = reverse("acquittal", args=[public_id])
    initial = {"on": found.received_on or found.sent_on or actor.today}
    form = (ReceiveAgainForm if found.received_on else DayForm)(request.POST or None, initial=initial)
    return edit(
        request, form,
        lambda data: services.receive_acquittal(
            acquittal=found, on=data["on"], reason=data.get("reason", ""), by=actor
        ),
        lambda done: ("Recorded. Open statements of the quarter are counted again with this day.", address),
        heading=f"Record when the acquittal of {found.label} came", caption=f"{found.organisation.name}, {found.agreement}",
        lede="The day says in which quarter growth money is paid. Locked statements stay as they were agreed.",
        verb="Record the day", back=address, crumbs=_crumbs(found),
    )  # fmt: skip


@page(P.ACQUITTAL_RECEIVE)
def ask_information(request: HttpRequest, public_id: str) -> HttpResponse:
    actor = actor_of(request)
    found = get_visible(Acquittal, request, public_id, using=P.ACQUITTAL_RECEIVE)
    form = AskForm(request.POST or None)
    return edit(
        request, form,
        lambda data: services.ask_information(agreement=found.agreement, label=found.label, text=data["text"], by=actor),
        lambda made: (
            f"Asked. The answer is due on {made.due_on:%-d %b %Y}.",
            reverse("information_request", args=[made.public_id]),
        ),
        heading="Ask for further information", caption=f"{found.organisation.name}, {found}",
        lede="The provider answers within 10 working days, or as the policy in force says; public holidays are left out.",
        verb="Ask for it", back=reverse("acquittal", args=[public_id]), crumbs=_crumbs(found),
    )  # fmt: skip


@page(P.ACQUITTAL_READ)
def information_request(request: HttpRequest, public_id: str) -> HttpResponse:
    """A question with its answer; the provider answers here."""
    actor = actor_of(request)
    found = get_visible(InformationRequest, request, public_id)
    may_answer = found.answered_on is None and may(actor, P.ACQUITTAL_SEND, found)
    context = {"asked": found, "may_answer": may_answer, "crumbs": _crumbs(), "today": actor.today}
    return render(request, "finance/information.html", context | documents_context(request, found))


@page(P.ACQUITTAL_SEND)
def answer_request(request: HttpRequest, public_id: str) -> HttpResponse:
    actor = actor_of(request)
    found = get_visible(InformationRequest, request, public_id, using=P.ACQUITTAL_SEND)
    address = reverse("information_request", args=[public_id])
    form = AnswerForm(request.POST or None)
    return edit(
        request, form,
        lambda data: services.answer_request(request=found, answer=data["answer"], by=actor),
        lambda done: ("Answered. The department is told.", address),
        heading="Answer the request for information", caption=str(found), lede=found.text, verb="Send the answer",
        back=address, crumbs=[*_crumbs(), {"text": str(found), "href": address}],
    )  # fmt: skip

"""Returns: the list with what is not in, trying one out, submitting it, answering it, and downloading it as it was."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from homeward.apps.accounts.actors import Actor, actor_of
from homeward.apps.accounts.pages import get_visible, page
from homeward.apps.accounts.permissions import Permission as P
from homeward.apps.core import audit
from homeward.apps.core.forms import ask, crumb
from homeward.apps.core.refusals import present
from homeward.apps.core.vocabulary import label_of
from homeward.apps.exchange import profiles, queries, services
from homeward.apps.exchange.forms import AnswerForm, SendForm, SubmitForm, WhichForm
from homeward.apps.exchange.held import held
from homeward.apps.exchange.lists import RETURNS, TAGS
from homeward.apps.exchange.machine import RETURN
from homeward.apps.exchange.models import DataReturn
from homeward.apps.exchange.profiles import Field, asked
from homeward.apps.exchange.values import to_cell
from homeward.apps.exchange.writing import document_of, groups_in, package_of, rows_in
from homeward.web.dates import month as month_in_words
from homeward.web.dates import short_date

State = DataReturn.State
SHOWN = 200  # rows of a group, or problems, on a page; files hold them all


@page(P.EXCHANGE_READ)
def data_returns(request: HttpRequest) -> HttpResponse:
    """What came, newest month first, and what has not come. A partner sees its own."""
    actor = actor_of(request)
    actions: list[dict[str, Any]] = []
    if actor.holds(P.EXCHANGE_SEND):
        actions.append({"text": _("Make a return"), "href": reverse("data_return_new")})
    if actor.holds(P.POLICY_READ):
        actions.append(
            {"text": _("What a return holds"), "href": reverse("exchange_profiles"), "secondary": True}
        )
    missing = [
        {
            "name": m.organisation.name, "month": month_in_words(m.month), "due": short_date(m.due),
            "is_late": m.due < actor.today,
            "days": (actor.today - m.due).days, "back": m.sent_back,
            "href": f"{reverse('data_return_new')}?month={m.month:%Y-%m}" if actor.holds(P.EXCHANGE_SEND) else "",
        }
        for m in queries.missing(actor)
    ]  # fmt: skip
    return RETURNS.respond(
        request, queries.listed(actor), heading=_("Data exchange"), actions=actions, missing=missing,
        lede=_("What care partners hand in for each month. A version that was submitted is never changed."),
    )  # fmt: skip


def _crumbs(row: DataReturn | None = None) -> list[dict[str, str]]:
    found = [crumb(_("Data exchange"), "data_returns")]
    return (
        found
        if row is None
        else [*found, crumb(f"{row.organisation.name}, {row.month_words}", "data_return", row.public_id)]
    )


@page(P.EXCHANGE_SEND)
def new_return(request: HttpRequest) -> HttpResponse:
    """Choose the month, download what is held already, send the files back to be tried out."""
    actor = actor_of(request)
    chosen = request.GET.get("month", "")
    form = SendForm(request.POST or None, request.FILES or None, actor=actor, initial={"month": chosen})
    if request.method == "POST" and form.is_valid():
        month, agreement = form.which()
        made = ask(
            form, lambda: services.try_return(month=month, agreement=agreement, files=form.given(), by=actor)
        )
        if made is not None:
            return redirect("data_return", made.public_id)
    context = {
        "form": form,
        "form_errors": bool(form.errors),
        "crumbs": _crumbs(),
        "which": WhichForm(actor=actor, initial={"month": chosen}),
    }
    return render(request, "exchange/new.html", context)


@page(P.EXCHANGE_SEND)
def prefilled(request: HttpRequest, form: str) -> HttpResponse:
    """What the records hold of a month, in the columns of its profile: a ZIP of CSV files, or one JSON document."""
    actor = actor_of(request)
    which = WhichForm(request.GET or None, actor=actor)
    if not which.is_valid() or actor.organisation is None or form not in ("csv", "json"):
        raise Http404
    month, agreement = which.which()
    groups = asked(profiles.groups_for(actor.body, month))
    known = held(groups, month, agreement, actor, actor.organisation)
    row = DataReturn(
        body=actor.body, organisation=actor.organisation, agreement=agreement, month=month,
        profile=profiles.in_force(actor.body, month), tried_by=actor.user,
    )  # fmt: skip
    audit.record(actor, "prefill_data_return", row, month=row.month_code, children=len(known.children))
    audit.record_reads(actor, known.children, exchange=row.month_code)
    return _file(row, form, document_of(row, known.rows), package_of(groups, known.rows, _name(row)))


def _name(row: DataReturn) -> str:
    version = f" v{row.version}" if row.version else ""
    return f"{row.organisation.name} {row.month_code}{version}"


def _file(row: DataReturn, form: str, document: str, package: bytes) -> HttpResponse:
    kind, content, ending = (
        ("application/json", document.encode(), "json")
        if form == "json"
        else ("application/zip", package, "zip")
    )
    response = HttpResponse(content, content_type=kind)
    response["Content-Disposition"] = (
        content_disposition_header(True, f"{_name(row)}.{ending}") or "attachment"
    )
    return response


@page(P.EXCHANGE_READ)
def data_return(request: HttpRequest, public_id: str) -> HttpResponse:
    """One return: what was found, what it holds, its versions, and the next step for this person."""
    found = get_visible(DataReturn, request, public_id)
    return _show(request, found, None, None)


def _show(
    request: HttpRequest, found: DataReturn, submit: SubmitForm | None, answer: AnswerForm | None
) -> HttpResponse:
    actor = actor_of(request)
    versions = queries.versions_of(found, actor)
    may_send = actor.holds(P.EXCHANGE_SEND) and found.state == State.TRIAL
    may_answer = actor.holds(P.EXCHANGE_ANSWER) and found.state in (State.SUBMITTED, State.ACCEPTED)
    if found.document:
        audit.record_read(actor, found, version=found.version)
    form = submit or answer
    context = {
        "row": found, "colour": TAGS[State(found.state)], "versions": versions, "crumbs": _crumbs(),
        "groups": _groups(found), "problems": found.problems[:SHOWN], "more": max(0, len(found.problems) - SHOWN),
        "may_send": may_send, "may_answer": may_answer, "expected": queries.expected_by(found.body, found.month),
        "calendar": queries.calendar_words(found.body, queries.CALENDAR),
        "why_not": [present(r) for r in RETURN.why_not("submit", found, actor)] if may_send else [],
        "submit": submit or SubmitForm(is_again=bool(versions)), "answer": answer or AnswerForm(), "shown": SHOWN,
        "form_errors": bool(form and form.errors), "tags": {s.value: TAGS[s] for s in State},
    }  # fmt: skip
    return render(request, "exchange/return.html", context)


def _groups(found: DataReturn) -> list[dict[str, Any]]:
    rows = rows_in(found)
    return [
        {
            "group": g, "count": len(rows.get(g.code, [])), "head": [{"text": f.label} for f in g.on],
            "rows": [[_words(found, f, row[f.column]) for f in g.on] for row in rows.get(g.code, [])[:SHOWN]],
        }
        for g in groups_in(found)
    ]  # fmt: skip


def _words(found: DataReturn, asked: Field, value: Any) -> str:
    """A value as a person reads it: days and codes in words."""
    if value is None:
        return "–"
    if asked.kind == "yes_no":
        return _("yes") if value else _("no")
    if asked.kind == "date":
        return short_date(dt.date.fromisoformat(value))
    if asked.kind in ("code", "codes"):
        codes = value if isinstance(value, list) else [value]
        return ", ".join(label_of(found.body, asked.vocabulary, code) for code in codes)
    return to_cell(value)


@page(P.EXCHANGE_SEND)
def submit_return(request: HttpRequest, public_id: str) -> HttpResponse:
    """Hand a trial in: from then on it is a version."""
    found, actor = get_visible(DataReturn, request, public_id, using=P.EXCHANGE_SEND), actor_of(request)
    form = SubmitForm(request.POST or None, is_again=bool(queries.versions_of(found, actor)))
    if request.method != "POST" or not (form.is_valid() or not form.fields):
        return _show(request, found, form, None)
    reason = form.cleaned_data.get("reason", "") if form.fields else ""
    done = ask(form, lambda: services.submit_return(data_return=found, reason=reason, by=actor))
    if done is None:
        return _show(request, found, form, None)
    messages.success(
        request,
        _("Submitted as version %(version)s. It stays as it is; a correction is a later version.")
        % {"version": done.version},
    )
    return redirect("data_return", public_id)


@page(P.EXCHANGE_SEND)
@require_POST
def lay_aside(request: HttpRequest, public_id: str) -> HttpResponse:
    found = get_visible(DataReturn, request, public_id, using=P.EXCHANGE_SEND)
    services.lay_aside(data_return=found, by=actor_of(request))
    messages.success(request, _("Laid aside. Its rows are not kept."))
    return redirect("data_returns")


@page(P.EXCHANGE_ANSWER)
def answer_return(request: HttpRequest, public_id: str) -> HttpResponse:
    """The body's answer: accepted, or sent back with what is to be put right."""
    found, actor = get_visible(DataReturn, request, public_id, using=P.EXCHANGE_ANSWER), actor_of(request)
    form = AnswerForm(request.POST or None)
    if request.method != "POST" or not form.is_valid():
        return _show(request, found, None, form)
    done = ask(form, lambda: _answer(found, form, actor))
    if done is None:
        return _show(request, found, None, form)
    messages.success(request, _("Answered. The partner’s people have been told."))
    return redirect("data_return", public_id)


def _answer(found: DataReturn, form: AnswerForm, actor: Actor) -> DataReturn:
    if form.cleaned_data["answer"] == "accept":
        return services.accept_return(data_return=found, by=actor)
    return services.send_back_return(data_return=found, reason=form.cleaned_data["reason"], by=actor)


@page(P.EXCHANGE_READ)
def download(request: HttpRequest, public_id: str, form: str) -> HttpResponse:
    """A return as it was: the JSON document whose SHA-256 is shown, or its groups as CSV files in a ZIP."""
    actor, found = actor_of(request), get_visible(DataReturn, request, public_id)
    if not found.document or form not in ("csv", "json"):
        raise Http404
    audit.record(actor, "download_data_return", found, version=found.version, form=form)
    return _file(found, form, found.document, package_of(groups_in(found), rows_in(found), _name(found)))

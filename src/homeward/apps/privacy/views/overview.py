"""The privacy officer's desk: how each register stands; and the purpose of every field that holds something of a person."""

from __future__ import annotations

import csv
import io
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from homeward.apps.accounts.actors import Actor, actor_of
from homeward.apps.accounts.pages import page
from homeward.apps.accounts.permissions import Permission as P
from homeward.apps.core.folding import fold
from homeward.apps.core.forms import crumb
from homeward.apps.core.vocabulary import choices_of, label_of
from homeward.apps.privacy import queries
from homeward.apps.privacy.clocks import answer_due, calendar_words, notice_rule_begins
from homeward.apps.privacy.models import AccessRequest, Breach, Correction, IndirectCollection, LegalHold
from homeward.apps.privacy.purposes import PURPOSES, WHOSE, Entry, register
from homeward.web.dates import long_date
from homeward.web.numbers import number

Json = dict[str, Any]
IC = IndirectCollection.State


@page(P.PRIVACY_READ)
def overview(request: HttpRequest) -> HttpResponse:
    """Each register with how many are open, and what the pack says of its time."""
    actor = actor_of(request)
    context = {
        "registers": _registers(actor),
        "rules": _rules(actor),
        "crumbs": [],
        "writes": actor.holds(P.PRIVACY_WRITE),
    }
    return render(request, "privacy/overview.html", context)


def _registers(actor: Actor) -> list[Json]:
    def counted(n: int) -> str:
        return ngettext("%(n)s open", "%(n)s open", n) % {"n": number(n)} if n else _("none open")

    today = actor.today
    asked = queries.requests(actor).filter(state__in=AccessRequest.OPEN)
    late = sum(1 for row in asked if row.due and row.due < today)
    wrong = queries.corrections(actor).filter(state__in=Correction.OPEN).count()
    received = queries.collections(actor).filter(state__in=(IC.TO_SORT, IC.OPEN)).count()
    held = queries.holds(actor).filter(state__in=LegalHold.STANDING).count()
    breaches = queries.breaches(actor).filter(state__in=Breach.OPEN).count()
    rows = [
        ("access_requests", _("Access requests"), _("Somebody asks to see what is held about a person."), counted(len(asked)),
        "bad" if late else "warn" if len(asked) else "plain"),
        ("corrections", _("Requests for correction"), _("Somebody says that a record is wrong."), counted(wrong),
        "warn" if wrong else "plain"),
        ("disclosures", _("Disclosure log"), _("What was given of whom to whom, and on which ground."),
        number(queries.disclosures(actor).count()), "plain"),
        ("collections", _("Received from others"), _("What another agency passed on, and that the person was told."),
        counted(received), "warn" if received else "plain"),
        ("breaches", _("Breaches"), _("What came to where it does not belong."), counted(breaches),
        "bad" if breaches else "plain"),
        ("legal_holds", _("Legal holds"), _("What may not be disposed of."), _("%(n)s in force") % {"n": number(held)},
        "info" if held else "plain"),
        ("retention", _("Retention"), _("How long each class of record is kept, and what is due."), "", "plain"),
        ("purposes", _("Purposes of fields"), _("What each field that holds something of a person is kept for."), "", "plain"),
    ]  # fmt: skip
    return [
        {"href": reverse(name), "title": title, "hint": hint, "status": status or _("Read"), "state": state}
        for name, title, hint, status, state in rows
    ]


def _rules(actor: Actor) -> list[tuple[str, str]]:
    """What this jurisdiction's pack says of time, in words."""
    due = answer_due(actor.body, actor.today)
    begins = notice_rule_begins(actor.body)
    return [
        (
            _("Access and correction"),
            _("%(n)s working days after receipt, calendar: %(calendar)s. Received today: by %(day)s.")
            % {"n": due.working_days, "calendar": calendar_words(actor.body, due.calendar), "day": long_date(due.on)}
            if due else _("The pack gives no time. A day is entered with each request."),
        ),
        (
            _("Received from others"),
            _("People are told of what is received on or after %(day)s.") % {"day": long_date(begins)}
            if begins else _("The pack names no such rule."),
        ),
    ]  # fmt: skip


@page(P.PRIVACY_READ)
def purposes(request: HttpRequest) -> HttpResponse:
    """Kinds of record, their fields, the purpose of each, whose information, and the class of retention; searched."""
    actor = actor_of(request)
    typed, code, whose = (
        request.GET.get("q", "").strip(),
        request.GET.get("class", ""),
        request.GET.get("whose", ""),
    )
    found = [
        shown
        for entry in register()
        if entry.is_personal and (not code or entry.record_class == code) and (not whose or whose in entry.whose)
        and (shown := _shown(entry, actor, fold(typed)))
    ]  # fmt: skip
    if request.GET.get("format") == "csv":
        return _as_csv(found)
    context = {
        "entries": found, "crumbs": [crumb(_("Privacy"), "privacy")], "q": typed, "chosen": code, "whose": whose,
        "classes": choices_of(actor.body, "record_classes", actor.today), "people": list(WHOSE.items()),
        "fields": sum(len(e["fields"]) for e in found),
    }  # fmt: skip
    return render(request, "privacy/purposes.html", context)


def _shown(entry: Entry, actor: Actor, words: str) -> Json | None:
    """One kind of record with the fields that hold every word looked for; a hit on the record shows all its fields."""
    fields = [(name, str(PURPOSES[purpose])) for name, purpose in entry.purposes.items()]
    looked = words.split()
    if looked and not all(w in fold(entry.name) for w in looked):
        fields = [row for row in fields if all(w in fold(entry.name, *row) for w in looked)]
    if not fields:
        return None
    return {
        "name": entry.name, "app": entry.label.split(".")[0], "fields": fields,
        "whose": ", ".join(str(WHOSE[w]) for w in entry.whose),
        "class": label_of(actor.body, "record_classes", entry.record_class),
    }  # fmt: skip


def _as_csv(found: list[Json]) -> HttpResponse:
    file = io.StringIO()
    out = csv.writer(file)
    out.writerow([_("Part"), _("Record"), _("Field"), _("Purpose"), _("Whose"), _("Class of retention")])
    for entry in found:
        for name, purpose in entry["fields"]:
            out.writerow([entry["app"], entry["name"], name, purpose, entry["whose"], entry["class"]])
    answer = HttpResponse("\ufeff" + file.getvalue(), content_type="text/csv; charset=utf-8")
    answer["Content-Disposition"] = 'attachment; filename="purposes.csv"'
    return answer

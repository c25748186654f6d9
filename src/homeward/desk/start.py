"""The start page: what needs me today, late duties first; the board; what is not finished."""

from __future__ import annotations

from collections.abc import Iterable
from fractions import Fraction
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from homeward.apps.accounts.actors import Actor, actor_of
from homeward.apps.accounts.pages import page
from homeward.apps.accounts.permissions import Permission as P
from homeward.apps.core.duties import Duty, duties_of
from homeward.apps.core.vocabulary import label_of
from homeward.apps.statements import queries
from homeward.apps.statements.models import OPEN_STATES, Statement
from homeward.apps.statements.periods import is_monthly
from homeward.apps.statements.policy import invented_for
from homeward.apps.statements.reading import TAGS
from homeward.apps.statements.views.board import LEVEL_TAGS, level_words
from homeward.kernel.rounding import shown
from homeward.web.charts import Point, share_over_quarters, share_story
from homeward.web.dates import day

SHOWN_DUTIES = 12


@page(P.MEMBER)
def start(request: HttpRequest) -> HttpResponse:
    """One page for every role; what a role does not hold is not there."""
    actor = actor_of(request)
    duties = duties_of(actor)
    late = sum(d.is_late(actor.today) for d in duties)
    shown = len(duties) if request.GET.get("duties") == "all" else SHOWN_DUTIES
    context: dict[str, Any] = {
        "today": actor.today, "heading": _heading(len(duties), late), "duties": [_shown(d) for d in duties[:shown]],
        "more": max(0, len(duties) - shown), "quiet": _quiet(duties),
    }  # fmt: skip
    if actor.holds(P.STATEMENT_READ):
        context.update(_statements(actor))
    return render(request, "desk/start.html", context)


def _heading(count: int, late: int) -> str:
    if not count:
        return _("Nothing needs you today")
    things = ngettext("%(n)s thing needs you", "%(n)s things need you", count) % {"n": count}
    if not late:
        return things
    if late == count:
        told = _("%(things)s, and it is late") if count == 1 else _("%(things)s, all of them late")
        return told % {"things": things}
    told = ngettext("%(things)s, %(n)s of them late", "%(things)s, %(n)s of them late", late)
    return told % {"things": things, "n": late}


def _quiet(duties: list[Duty]) -> str:
    if duties:
        return ""
    return _("Nothing needs you today. When something does, it stands here, late things first.")


def _shown(duty: Duty) -> dict[str, Any]:
    shown: dict[str, Any] = {
        "title": duty.title,
        "why": duty.why,
        "verb": duty.verb,
        "href": duty.url,
        "due": duty.due,
    }
    if duty.due is None and duty.since:
        shown |= {
            "when": _("Since %(day)s") % {"day": day(duty.since)},
            "state": "later",
            "due_text": _("no day is set"),
        }
    elif duty.due is None:
        shown |= {"when": _("When you can"), "state": "later", "due_text": ""}
    return shown


def _statements(actor: Actor) -> dict[str, Any]:
    label = Statement.objects.visible_to(actor).order_by("-period").values_list("label", flat=True).first()
    if label is None:
        return {}
    unfinished = (
        queries.board(actor)
        .filter(label=label, state__in=OPEN_STATES)
        .order_by("organisation__name", "line__number")
    )
    unfinished = unfinished[:40]
    totals = queries.totals_by_quarter(actor)
    points = _points(totals)
    return {
        "label": label, "states": queries.by_state(actor, label), "unfinished": [_line(s) for s in unfinished],
        "invented_bands": _invented_bands(actor, unfinished),
        "monthly": is_monthly(actor.body, actor.today),
        "totals": totals, "points": points, "alt": share_story(points) if points else "",
        "picture": {"href": reverse("start_chart"), "width": 430, "height": 245},
    }  # fmt: skip


def _invented_bands(actor: Actor, shown_lines: Iterable[Statement]) -> str:
    """Which of the levels shown were counted with bands that no source gives; nothing once all have a source."""
    lines = list(shown_lines)
    services = invented_for(lines, "utilisation.levels")
    if not services:
        return ""
    if services == {s.line.service_type for s in lines}:
        return "The level bands were not found in a published source and are placeholders."
    named = ", ".join(sorted(label_of(actor.body, "service_types", service) for service in services))
    return f"The level bands of these were not found in a published source and are placeholders: {named}."


def _line(statement: Any) -> dict[str, Any]:
    return {
        "href": reverse("statement", args=[statement.public_id]), "provider": statement.organisation.name,
        "words": queries.line_words(statement), "contracted": statement.contracted, "actual": statement.actual,
        "share": statement.share, "level": level_words(statement.level),
        "level_tag": LEVEL_TAGS.get(statement.level or "", "plain"),
        "state": statement.get_state_display(), "tag": TAGS[statement.state],
    }  # fmt: skip


def _points(totals: list[tuple[str, int, int]]) -> list[Point]:
    points = []
    for label, actual, contracted in totals:
        share = Fraction(actual * 100, contracted) if contracted else None
        points.append(
            Point(label.replace(" 20", "\n"), share, shown(share, 1) if share is not None else "n/a")
        )
    return points


@page(P.STATEMENT_READ)
def chart(request: HttpRequest) -> HttpResponse:
    """All lines together, as a small picture. It shows only what this person may see."""
    points = _points(queries.totals_by_quarter(actor_of(request)))
    picture = share_over_quarters(points, size="small")
    response = HttpResponse(picture.svg, content_type="image/svg+xml")
    response["Cache-Control"] = "private, max-age=0, must-revalidate"
    response["ETag"] = f'"{picture.digest}"'
    return response

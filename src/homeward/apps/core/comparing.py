"""One page for any two versions of a text: which two are asked in the address, and both stand side by side."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from homeward.web.compare import ADDED, CHANGED, REMOVED, SAME, Row, compare, marked


@dataclass(frozen=True)
class Version:
    """A version of a text: its number, what it is called, when and by whom it was made, and its parts."""

    number: int
    words: str
    sub: str
    content: list[dict[str, Any]]


def compare_page(request: HttpRequest, versions: Sequence[Version], **page: Any) -> HttpResponse:
    """The versions asked for as `a` and `b`, the earlier at the left; without them the last two. 404 for less than two."""
    found = {v.number: v for v in versions}
    if len(found) < 2:
        raise Http404
    order = sorted(found)
    asked = sorted({_number(request, "a", order[-2]), _number(request, "b", order[-1])})
    if len(asked) < 2 or any(number not in found for number in asked):
        raise Http404
    before, after = (found[number] for number in asked)
    groups, only = compare(before.content, after.content), "changed" in request.GET
    shown = [(group, [row for row in group.rows if not only or row.state != SAME]) for group in groups]
    context = {
        "before": before, "after": after, "versions": [found[number] for number in order],
        "changed": sum(group.changed for group in groups),
        "groups": [{"title": group.title, "rows": [_row(row) for row in rows]} for group, rows in shown if rows],
        "only": only, "same": sum(1 for group in groups for row in group.rows if row.state == SAME), **page,
    }  # fmt: skip
    return render(request, "core/compare.html", context)


def _number(request: HttpRequest, name: str, otherwise: int) -> int:
    try:
        return int(request.GET.get(name, otherwise))
    except ValueError:
        raise Http404 from None


def _row(row: Row) -> dict[str, Any]:
    words = {ADDED: _("new:"), REMOVED: _("left out:")}
    states = {
        SAME: ("", ""), CHANGED: (_("Changed"), "warn"), ADDED: (_("New"), "ok"), REMOVED: (_("Left out"), "bad"),
    }  # fmt: skip
    state, colour = states[row.state]
    return {
        "text": row.label, "state": state, "colour": colour,
        "cells": [marked(row.before, words), marked(row.after, words)],
    }  # fmt: skip

"""One value a figure rests on, as a line of its authority: its name, what it says, the clause, and its mark."""

from __future__ import annotations

from typing import Any

from django.urls import reverse

from homeward.apps.local_policy import words
from homeward.kernel.reasons import ValueUsed
from homeward.policy import Pack

Json = dict[str, Any]
MARKS = {"placeholder": "placeholder", "inferred": "chosen"}


def value_line(pack: Pack, body: Any, value: ValueUsed) -> Json:
    """A value in words with its clause; a placeholder or a chosen reading leads to the page of the parameter."""
    parameter = pack.parameters.get(value.path)
    said = words.value_words(body, parameter, value.value) if parameter else words.plain(value.value)
    clause = words.clause_words(pack, value.clause) if value.clause else ""
    mark = MARKS.get(value.standing)
    text = ". ".join(part.rstrip(".") for part in (said, clause) if part)
    return {
        "label": words.short_name(value.path),
        "text": f"{text}.",
        "mark": {"state": mark, "href": reverse("parameter", args=[value.path])} if mark else None,
    }

"""The paper of a variation: what changes, before and after, and the places where both sides sign."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal, InvalidOperation
from typing import Any

from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from homeward.apps.agreements.models import Line, LineRate, Variation
from homeward.apps.core.vocabulary import label_of
from homeward.web import numbers, papers
from homeward.web.dates import long_date, moment, short_date

Json = dict[str, Any]


@dataclass(frozen=True)
class Signed:
    """One side's signature, as the copy for the record names it. `digest` is of the paper that was signed."""

    side: str  # "body" or "provider"
    name: str
    capacity: str
    at: datetime
    digest: str


def variation_paper(variation: Variation, *, signed: Iterable[Signed] = ()) -> bytes:
    """The variation as a tagged PDF: the same bytes while the variation stays the same.

    Without `signed` this is the paper to be signed, with a place for each side. With it, it is the copy for the
    record, which names who signed, when, and the SHA-256 of the paper they signed.
    """
    return papers.compile_paper("paper", variation_data(variation, signed), lang=get_language() or "en")


def variation_name(variation: Variation) -> str:
    """The file's name, without its ending."""
    return f"variation-{variation.agreement.reference}-{variation.number}".replace(" ", "-").replace("/", "-")


def variation_data(variation: Variation, signed: Iterable[Signed] = ()) -> Json:
    agreement = variation.agreement
    rows = change_rows(variation)
    numbered = _("Variation %(number)d") % {"number": variation.number}
    return papers.paper(
        title=_("Variation %(number)d of agreement %(reference)s")
        % {"number": variation.number, "reference": agreement.reference},
        caption=_("%(provider)s, %(title)s") % {"provider": agreement.organisation, "title": agreement.title},
        running=_("%(provider)s, agreement %(reference)s")
        % {"provider": agreement.organisation, "reference": agreement.reference},
        version=numbered,
        date=timezone.localdate(variation.recorded_at),
        author=variation.body.name,
        facts=[
            papers.pair(_("Between"), variation.body.name),
            papers.pair(_("And"), agreement.organisation.name),
            papers.pair(_("In force from"), long_date(variation.effective_on)),
            papers.pair(_("Why"), variation.reason),
            papers.pair(_("Rests on"), variation.reference or "–"),
            papers.pair(_("Drawn up"), f"{long_date(variation.recorded_at)}, {variation.recorded_by.name}"),
        ],
        sections=[
            papers.section(_("What changes"), [_changes(rows), papers.text(_AFTER_THE_TABLE(), muted=True)]),
            papers.section(_("Signatures"), [_places(variation, list(signed))]),
        ],
        foot=_("Changes %(digest)s") % {"digest": changes_digest(variation)},
    )


def _AFTER_THE_TABLE() -> str:
    return _(
        "Each change holds from its first night to the end of its line. Everything else in the agreement stays as it is."
    )


def changes_digest(variation: Variation) -> str:
    """SHA-256 of the changes and the day they begin: the same changes give the same digest."""
    content = {"changes": variation.changes, "effective_on": variation.effective_on.isoformat()}
    text = json.dumps(content, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    return hashlib.sha256(text.encode()).hexdigest()


def change_rows(variation: Variation) -> list[Json]:
    """Each change in words: line, service, what, before, after."""
    lines = {line.public_id: line for line in Line.objects.filter(agreement=variation.agreement)}
    return [_row(variation, change, lines.get(change["line"])) for change in variation.changes]


def _row(variation: Variation, change: Mapping[str, Any], line: Line | None) -> Json:
    kind = change.get("kind", "target")
    return {
        "line": _("Line %(number)s") % {"number": line.number if line else change.get("number", "–")},
        "service": label_of(variation.body, "service_types", line.service_type) if line else "–",
        "what": _what(variation, kind, change.get("category") or ""),
        "before": _said(variation, kind, change.get("before")),
        "after": _said(variation, kind, change.get("after")),
        "kind": kind,
    }


def _what(variation: Variation, kind: str, category: str) -> str:
    if kind == "rate":
        return dict(LineRate.Kind.choices).get(category, category.replace("_", " ").capitalize())
    if kind == "loading":
        words = label_of(variation.body, "loading_categories", category)
        return _("Loading, contracted placements: %(category)s") % {"category": words}
    return _("Target, placements")


def _said(variation: Variation, kind: str, value: Any) -> str:
    if value is None or value == "":
        return _("none")
    try:
        exact = Decimal(str(value))
    except InvalidOperation:
        return str(value)
    return numbers.money(exact, variation.body.currency) if kind == "rate" else numbers.number(exact)


def _changes(rows: list[Json]) -> Json | None:
    columns = [
        papers.column(_("Line")),
        papers.column(_("Service"), wide=True),
        papers.column(_("What")),
        papers.column(_("Before"), numeric=True),
        papers.column(_("After"), numeric=True),
    ]
    cells = [
        (r["line"], r["service"], r["what"], r["before"], papers.cell(r["after"], bold=True)) for r in rows
    ]
    return papers.table(columns, cells)


def _places(variation: Variation, signed: list[Signed]) -> Json:
    sides = (("body", variation.body.name), ("provider", variation.agreement.organisation.name))
    return papers.signatures([_place(side, name, signed) for side, name in sides])


def _place(side: str, name: str, signed: list[Signed]) -> Json:
    own = next((s for s in signed if s.side == side), None)
    if own is None:
        return papers.signature(
            _("For %(name)s") % {"name": name},
            [(_("Name"), ""), (_("Signed as"), ""), (_("Signature"), ""), (_("Date"), "")],
        )
    return papers.signature(
        _("For %(name)s") % {"name": name},
        [
            (_("Name"), own.name),
            (_("Signed as"), own.capacity),
            (_("Signed"), moment(own.at)),
            (_("SHA-256 of the paper signed"), own.digest),
        ],
    )


def signed_words(signed: Signed) -> str:
    """Who signed and when, in one line."""
    return f"{signed.name}, {signed.capacity}, {short_date(signed.at)}"

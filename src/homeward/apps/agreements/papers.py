"""The paper of a variation: what changes, before and after, and the places where both sides sign."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from typing import Any

from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from homeward.apps.agreements.models import Line, LineRate, Variation
from homeward.apps.agreements.queries import loading_label
from homeward.apps.agreements.variation_terms import CARE_MODEL
from homeward.apps.core.models import Document, Signature
from homeward.apps.core.signatures import signatures_of
from homeward.apps.core.vocabulary import label_of
from homeward.web import numbers, papers
from homeward.web.dates import long_date, moment
from homeward.web.workbooks import Amount, Cell, Formula, Sheet, workbook

Json = dict[str, Any]


@dataclass(frozen=True)
class Signed:
    """One side's signature, as the copy for the record names it. `digest` is of the paper that was signed."""

    side: str  # "body" or "provider"
    name: str
    capacity: str
    when: str
    digest: str


def signed_of(variation: Variation) -> list[Signed]:
    """The signatures under the variation's paper, in words."""
    return signed_under(variation.document)


def signed_under(document: Document | None) -> list[Signed]:
    """The signatures under a paper, in words."""
    if document is None:
        return []
    return [Signed(s.side, s.name, s.capacity, _when(s), s.digest) for s in signatures_of(document)]


def _when(signature: Signature) -> str:
    if signature.manner == Signature.Manner.PAPER:
        return _("%(day)s on paper, witnessed by %(name)s") % {
            "day": long_date(signature.signed_on),
            "name": signature.witness_label,
        }
    return moment(signature.signed_at)


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
            papers.section(_("What changes"), [_changes(rows), papers.text(_rest_stays(), muted=True)]),
            papers.section(_("Signatures"), [_places(variation, list(signed))]),
        ],
        foot=_("Changes %(digest)s") % {"digest": changes_digest(variation)},
    )


def _rest_stays() -> str:
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
    if kind == CARE_MODEL:
        return {
            "line": _("Whole agreement"), "service": "", "what": _("Care model summary"), "kind": kind,
            "before": _version(change.get("before")), "after": _version(change.get("after")),
        }  # fmt: skip
    return {
        "line": _("Line %(number)s") % {"number": line.number if line else change.get("number", "–")},
        "service": label_of(variation.body, "service_types", line.service_type) if line else "–",
        "what": _what(variation, kind, change.get("category") or ""),
        "before": _said(variation, kind, change.get("before")),
        "after": _said(variation, kind, change.get("after")),
        "kind": kind,
    }


def _version(number: Any) -> str:
    return _("version %(number)s") % {"number": number} if number else _("none")


def _what(variation: Variation, kind: str, category: str) -> str:
    if kind == "rate":
        return dict(LineRate.Kind.choices).get(category, category.replace("_", " ").capitalize())
    if kind == "loading":
        words = loading_label(variation.body, category)
        return _("Loading, contracted placements: %(category)s") % {"category": words}
    return _("Target, placements")


def _said(variation: Variation, kind: str, value: Any) -> str:
    if value is None or value == "":
        return _("none")
    exact = _number(value)
    if exact is None:
        return str(value)
    if kind == "rate":
        return numbers.money(exact, variation.body.currency)
    return numbers.placements(exact) if kind == "loading" else numbers.number(exact)


def _changes(rows: list[Json]) -> Json | None:
    columns = [
        papers.column(_("Line")),
        papers.column(_("Service"), wide=1),
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
    return papers.signatures([signing_place(side, name, signed) for side, name in sides])


def signing_place(side: str, name: str, signed: list[Signed]) -> Json:
    """Where a side signs: lines to write on, or who signed and when."""
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
            (_("Signed"), own.when),
            (_("SHA-256 of the paper signed"), own.digest),
        ],
    )


def variation_workbook(variation: Variation) -> bytes:
    """XLSX: the changes line by line, and who signed. A number stands as a number, so that it can be compared."""
    head = [_("Line"), _("Service"), _("What"), _("Before"), _("After"), _("Change")]
    rows = [_sheet_row(variation, change, at) for at, change in enumerate(variation.changes, start=2)]
    about: list[list[Cell]] = [[f["label"], f["text"]] for f in variation_data(variation)["facts"]]
    about.append([_("Changes, SHA-256"), changes_digest(variation)])
    signed: list[list[Cell]] = [[s.name, s.capacity, s.when, s.digest] for s in signed_of(variation)]
    sheets = [
        Sheet(_("Changes"), head, rows, widths=(10, 36, 40, 16, 16, 14)),
        Sheet(_("Variation"), [_("What"), _("Words")], about, widths=(26, 90)),
        Sheet(
            _("Signatures"),
            [_("Name"), _("Signed as"), _("When"), _("SHA-256")],
            signed,
            widths=(30, 50, 40, 70),
        ),
    ]
    title = _("Variation %(number)d of agreement %(reference)s") % {
        "number": variation.number,
        "reference": variation.agreement.reference,
    }
    made = timezone.localdate(variation.recorded_at)
    return workbook([s for s in sheets if s.rows], title=title, made=made)


def _sheet_row(variation: Variation, change: Mapping[str, Any], at: int) -> list[Cell]:
    line = Line.objects.filter(agreement=variation.agreement, public_id=change["line"]).first()
    words = _row(variation, change, line)
    before, after = _number(change.get("before")), _number(change.get("after"))
    difference = None
    if before is not None and after is not None:
        difference = Formula(f"E{at}-D{at}", after - before, "money" if words["kind"] == "rate" else "part")
    return [
        words["line"], words["service"], words["what"],
        _cell(words["kind"], before, words["before"]), _cell(words["kind"], after, words["after"]), difference,
    ]  # fmt: skip


def _cell(kind: str, number: Decimal | None, words: str) -> Cell:
    if number is None:
        return words
    return Amount(number) if kind == "rate" else number


def _number(value: Any) -> Decimal | None:
    try:
        return None if value is None else Decimal(str(value))
    except InvalidOperation:
        return None

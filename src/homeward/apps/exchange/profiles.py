"""What a profile says: groups with their fields, as the pack begins them or as the body published them."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass, field, replace
from typing import Any

from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from homeward.apps.accounts.models import CommissioningBody
from homeward.apps.core.vocabulary import code_list
from homeward.apps.exchange.models import ExchangeProfile
from homeward.apps.exchange.sources import SOURCES
from homeward.kernel.reasons import Reason
from homeward.policy import load_pack

GROUPS, FIELDS = "exchange_groups", "exchange_fields"
KINDS = {
    "text": _("Text"),
    "texts": _("Several texts"),
    "code": _("A code of a list"),
    "codes": _("Several codes of a list"),
    "date": _("Date"),
    "month": _("Month"),
    "whole": _("Whole number"),
    "number": _("Number"),
    "yes_no": _("Yes or no"),
}
COLUMN = re.compile(r"^[a-z][a-z0-9_]{0,39}$")


@dataclass(frozen=True)
class Field:
    """A column of a group. `source` is where the house holds it already; `is_on` its switch."""

    column: str
    label: str
    kind: str
    required: bool = False
    key: bool = False
    within: bool = False
    vocabulary: str = ""
    source: str = ""
    is_on: bool = True
    is_placeholder: bool = False
    note: str = ""

    @property
    def kind_words(self) -> str:
        return str(KINDS[self.kind])

    @property
    def source_words(self) -> str:
        return str(SOURCES[self.source].words) if self.source in SOURCES else ""


@dataclass(frozen=True)
class Group:
    """A table of a return: what a row is about, and whether there is one row or many."""

    code: str
    label: str
    of: str = "none"
    rows: str = "many"
    label_mi: str = ""
    fields: tuple[Field, ...] = field(default_factory=tuple)

    @property
    def on(self) -> tuple[Field, ...]:
        """The fields that are asked for."""
        return tuple(f for f in self.fields if f.is_on)

    @property
    def keys(self) -> tuple[str, ...]:
        return tuple(f.column for f in self.on if f.key)

    @property
    def words(self) -> str:
        """The label in the language of the page, where the profile has one."""
        return self.label_mi if self.label_mi and (get_language() or "").startswith("mi") else self.label

    def named(self, column: str) -> Field | None:
        return next((f for f in self.fields if f.column == column), None)


def first_groups(body: CommissioningBody) -> tuple[Group, ...]:
    """The profile as the pack begins it. Every field is marked as its list marks it."""
    groups, fields = code_list(body, GROUPS), code_list(body, FIELDS)
    if groups is None or fields is None:
        return ()
    return tuple(
        Group(
            row.code, row.labels["en"], str(row.attributes["of"]), str(row.attributes["rows"]), row.labels.get("mi", ""),
            tuple(_first_field(f) for f in fields.rows if f.attributes["group"] == row.code),
        )
        for row in groups.rows
    )  # fmt: skip


def _first_field(row: Any) -> Field:
    told = row.attributes
    return Field(
        column=told["column"], label=row.labels["en"], kind=told["kind"], required=told["required"],
        key=told.get("key", False), within=told.get("within", False), vocabulary=told.get("vocabulary", ""),
        source=told.get("source", ""), is_on=told.get("switched", True), is_placeholder=row.standing == "placeholder",
        note=row.note or "",
    )  # fmt: skip


def to_json(groups: Iterable[Group]) -> list[dict[str, Any]]:
    return [asdict(g) | {"fields": [asdict(f) for f in g.fields]} for g in groups]


def from_json(content: Sequence[dict[str, Any]]) -> tuple[Group, ...]:
    return tuple(Group(**{**g, "fields": tuple(Field(**f) for f in g["fields"])}) for g in content)


def groups_of(profile: ExchangeProfile) -> tuple[Group, ...]:
    return from_json(profile.content)


def asked(groups: Iterable[Group]) -> tuple[Group, ...]:
    """The groups with a field that is switched on."""
    return tuple(g for g in groups if g.on)


def published(body: CommissioningBody) -> list[ExchangeProfile]:
    """The published versions, newest first."""
    rows = ExchangeProfile.objects.filter(body=body, state=ExchangeProfile.State.PUBLISHED)
    return list(rows.select_related("drafted_by", "decided_by").order_by("-number"))


def in_force(body: CommissioningBody, month: dt.date) -> ExchangeProfile | None:
    """The version that holds for a month; None where the pack's beginning still holds."""
    return next((p for p in published(body) if p.applies_from and p.applies_from <= month), None)


def groups_for(body: CommissioningBody, month: dt.date) -> tuple[Group, ...]:
    """The groups a return for a month has, each with its fields."""
    profile = in_force(body, month)
    return groups_of(profile) if profile else first_groups(body)


def exchanges(body: CommissioningBody) -> bool:
    """Whether bodies under this pack exchange data with care partners."""
    return code_list(body, GROUPS) is not None


def with_field(groups: Sequence[Group], code: str, made: Field, column: str = "") -> tuple[Group, ...]:
    """The groups with one field changed, or added where `column` is empty."""

    def fields(group: Group) -> tuple[Field, ...]:
        if not column:
            return (*group.fields, made)
        return tuple(made if f.column == column else f for f in group.fields)

    return tuple(replace(g, fields=fields(g)) if g.code == code else g for g in groups)


def without_field(groups: Sequence[Group], code: str, column: str) -> tuple[Group, ...]:
    return tuple(
        replace(g, fields=tuple(f for f in g.fields if f.column != column)) if g.code == code else g
        for g in groups
    )


def faults_of_field(body: CommissioningBody, group: Group, made: Field, column: str = "") -> list[Reason]:
    """Why a field cannot stand in a group as it is described. `column` is its name until now."""
    found: list[Reason] = []

    def wrong(code: str, at: str, **told: Any) -> None:
        found.append(Reason(f"exchange.{code}", {"field": at, "column": made.column, **told}))

    if not COLUMN.match(made.column):
        wrong("column_form", "column")
    elif made.column != column and group.named(made.column) is not None:
        wrong("column_twice", "column", group=group.label)
    if not made.label.strip():
        wrong("label_missing", "label")
    if made.kind in ("code", "codes"):
        if made.vocabulary not in load_pack(body.pack).vocabularies:
            wrong("vocabulary_unknown", "vocabulary", given=made.vocabulary or "–")
    elif made.vocabulary:
        wrong("vocabulary_unneeded", "vocabulary")
    if made.source and (made.source not in SOURCES or SOURCES[made.source].of not in sources_for(group.of)):
        wrong("source_elsewhere", "source", group=group.label)
    if made.key and not (made.required and made.is_on):
        wrong("key_optional", "required")
    if made.within and made.kind != "date":
        wrong("within_no_date", "within")
    return found


def sources_for(of: str) -> tuple[str, ...]:
    """Whose facts a row can hold: rows about a placement or a night know the child too, and all know the return."""
    above = {"none": (), "placement": ("placement", "child"), "night": ("night", "child")}.get(of, (of,))
    return (*above, "return") if above else ()


def faults_of(body: CommissioningBody, groups: Sequence[Group]) -> list[Reason]:
    """Why a profile cannot be proposed or published."""
    found = [r for g in groups for f in g.fields for r in faults_of_field(body, g, f, f.column)]
    if not asked(groups):
        found.append(Reason("exchange.nothing_asked", {}))
    return found

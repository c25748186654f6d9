"""What each field that holds something about a person is kept for: the register a test holds complete.

One file an app in `register/`. Each kind of record says whose information it holds, its class in the schedule of
retention, and by purpose its fields; what holds nothing about a person stands under `nothing`::

    Child:
      whose: [child]
      class: child_record
      identify: [reference, client_number, given_name, family_name, born_on]
      provenance: [source]
      nothing: [search_key]
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

import yaml
from django.apps import apps
from django.db import models
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

FOLDER = Path(__file__).parent / "register"
NOTHING = "nothing"
PURPOSES: dict[str, str | Promise] = {
    "identify": _("to know who somebody is, and not to take them for another"),
    "reach": _("to reach somebody"),
    "named": _("to say who took part or is meant"),
    "care": _("to find and keep the right home, and to know where a child lives and lived"),
    "status": _("to know a child’s status, needs and identity where care or the law asks for it"),
    "count": _("to count nights and what is paid for them"),
    "decide": _("to decide, and to say why"),
    "oversee": _("to see that children are safe and that what was agreed is kept"),
    "account": _("to show who did what, when, and for whom"),
    "provenance": _("to show where a statement comes from"),
    "access": _("to let the right people in, and nobody else"),
    "proof": _("to prove that something is as it was signed, sent or received"),
    "rights": _("to answer people’s rights over what is held about them"),
    "run": _("to do the work that was asked for, and to tell how it went"),
}
WHOSE: dict[str, str | Promise] = {
    "child": _("children"),
    "family": _("family and carers"),
    "worker": _("people who work with it"),
    "contact": _("people named in it"),
}
# What every record carries and the dictionary describes once.
CARRIED = frozenset({"id", "public_id", "body", "organisation"})


@dataclass(frozen=True)
class Entry:
    """One kind of record: whose information, its class, and the purpose of each of its personal fields."""

    label: str
    name: str
    whose: tuple[str, ...]
    record_class: str
    purposes: dict[str, str] = field(default_factory=dict)
    nothing: frozenset[str] = frozenset()

    @property
    def is_personal(self) -> bool:
        return bool(self.purposes)

    def fields_for(self, purpose: str) -> list[str]:
        return [name for name, found in self.purposes.items() if found == purpose]


@dataclass(frozen=True)
class Register:
    entries: dict[str, Entry]

    def __iter__(self) -> Iterator[Entry]:
        return iter(self.entries.values())

    def of(self, model: type[models.Model]) -> Entry | None:
        return self.entries.get(model._meta.label)

    def of_purpose(self, model: type[models.Model], purposes: Iterable[str]) -> list[str]:
        """The fields of a kind of record that are kept for one of some purposes."""
        entry = self.of(model)
        return [] if entry is None else [name for p in purposes for name in entry.fields_for(p)]


@cache
def register() -> Register:
    """The register, in the order of the apps. Raises ValueError for a purpose or a class of people it does not know."""
    entries: dict[str, Entry] = {}
    for config in apps.get_app_configs():
        file = FOLDER / f"{config.label}.yaml"
        if not file.exists():
            continue
        for name, told in (yaml.safe_load(file.read_text()) or {}).items():
            entry = _entry(f"{config.label}.{name}", name, told)
            entries[entry.label] = entry
    return Register(entries)


def _entry(label: str, name: str, told: dict[str, list[str] | str]) -> Entry:
    whose, purposes = tuple(told.get("whose", ())), {}
    for key, fields in told.items():
        if key in ("whose", "class", NOTHING):
            continue
        if key not in PURPOSES:
            raise ValueError(f"{label}: {key} is no purpose. Purposes: {', '.join(PURPOSES)}.")
        purposes.update(dict.fromkeys(fields, key))
    if odd := [f for f in (*purposes, *told.get(NOTHING, ())) if not isinstance(f, str)]:
        raise ValueError(f"{label}: {odd} is read as yes or no; put the name into quotes.")
    if strange := set(whose) - set(WHOSE):
        raise ValueError(
            f"{label}: {', '.join(sorted(strange))} stands for nobody. Known: {', '.join(WHOSE)}."
        )
    return Entry(label, name, whose, str(told.get("class", "")), purposes, frozenset(told.get(NOTHING, ())))


def recorded_fields(model: type[models.Model]) -> set[str]:
    """The fields of a kind of record that the register speaks of."""
    return {f.name for f in (*model._meta.fields, *model._meta.many_to_many)} - CARRIED


def kept_records() -> list[type[models.Model]]:
    """Every kind of record of the house, without the history tables."""
    return [
        m
        for m in apps.get_models()
        if m.__module__.startswith("homeward.") and not hasattr(m, "pgh_tracked_model")
    ]


def dictionary_line(entry: Entry) -> str:
    """How the data dictionary tells the purposes of one kind of record."""
    if not entry.is_personal:
        return "*Purpose of personal fields:* none is personal."
    parts = []
    for code, words in PURPOSES.items():
        if names := entry.fields_for(code):
            parts.append(f"{words}: {', '.join(f'`{n}`' for n in names)}")
    return f"*Purpose of personal fields:* {'; '.join(parts)}."

"""Every field that holds something about a person says what it is kept for, in the register and in the data dictionary."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from django.db import models

from homeward.apps.accounts.models import User
from homeward.apps.children.models import Child
from homeward.apps.privacy.purposes import (
    Entry,
    dictionary_line,
    kept_records,
    recorded_fields,
    register,
)
from homeward.policy import load_pack, packs

DICTIONARY = Path(__file__).resolve().parents[2] / "docs" / "data-dictionary.md"
RECORDS = kept_records()
# Links to people that say nothing of them: whose body a record is, is told once for all records.
PEOPLE = (User, Child)


def entry_of(model: type[models.Model]) -> Entry:
    entry = register().of(model)
    assert entry is not None, f"{model._meta.label} stands in no file of homeward/apps/privacy/register"
    return entry


@pytest.mark.parametrize("model", RECORDS, ids=lambda m: m._meta.label)
def test_every_field_has_a_purpose_or_holds_nothing_about_a_person(model: type[models.Model]) -> None:
    entry = entry_of(model)
    told = set(entry.purposes) | entry.nothing
    assert told == recorded_fields(model), f"{model._meta.label}: told and recorded differ"
    assert not set(entry.purposes) & entry.nothing


@pytest.mark.parametrize("model", RECORDS, ids=lambda m: m._meta.label)
def test_what_names_or_leads_to_a_person_is_not_called_nothing(model: type[models.Model]) -> None:
    entry = entry_of(model)
    leads = {f.name for f in model._meta.fields if f.is_relation and f.related_model in PEOPLE}
    named = {
        f.name
        for f in model._meta.fields
        if re.search(r"(^|_)(email|phone|given_name|family_name|born_on)$", f.name)
    }
    assert not (leads | named) & entry.nothing
    assert bool(entry.whose) is entry.is_personal, "whose information, exactly where there is some"


def test_the_register_knows_no_record_that_is_gone() -> None:
    assert {entry.label for entry in register()} == {m._meta.label for m in RECORDS}


@pytest.mark.parametrize("pack", packs())
def test_every_class_of_record_stands_in_the_schedule_of_each_pack(pack: str) -> None:
    codes = set(load_pack(pack).vocabulary("record_classes").codes)
    assert {entry.record_class for entry in register()} == codes


def test_the_data_dictionary_prints_the_purposes() -> None:
    page = DICTIONARY.read_text()
    parts = dict(re.findall(r"^### ([\w.]+)\n(.*?)(?=^##|\Z)", page, re.MULTILINE | re.DOTALL))
    names = [entry.name for entry in register()]
    missing = [
        entry.label
        for entry in register()
        if dictionary_line(entry)
        not in parts.get(entry.name if names.count(entry.name) == 1 else entry.label, "")
    ]
    assert missing == [], (
        "write the lines anew: python -m homeward.apps.privacy.dictionary docs/data-dictionary.md"
    )

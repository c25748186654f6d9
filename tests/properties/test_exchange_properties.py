"""What the data exchange writes it reads again as it was, in both forms, whatever a partner may write."""

from __future__ import annotations

import datetime as dt
import json
import unicodedata
from types import SimpleNamespace
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from homeward.apps.exchange.profiles import KINDS, Field, Group
from homeward.apps.exchange.reading import look_at
from homeward.apps.exchange.values import LONGEST
from homeward.apps.exchange.writing import document_of, package_of, rows_of
from homeward.apps.intake.readers import GivenFile
from homeward.policy import load_pack
from homeward.web.lists.exports import RISKY_STARTS

PACK = load_pack("nz")
MONTH = dt.date(2026, 10, 1)
STATUSES = PACK.vocabularies["exchange_night_statuses"].codes
GROUP = Group(
    "any",
    "Any",
    fields=tuple(
        Field(kind, kind, kind, vocabulary="exchange_night_statuses" if "code" in kind else "")
        for kind in KINDS
    ),
)
# Signs that a spreadsheet takes for something else, and letters that were broken before, are refused by name elsewhere.
_LETTERS = st.characters(exclude_categories=("Cs", "Cc"), exclude_characters="\ufffd\ufeff")


def _is_kept(text: str) -> bool:
    return (
        bool(text)
        and text == text.strip()
        and not text.startswith(RISKY_STARTS)
        and not any(m in text for m in ("Ã", "Ä", "Å", "â€"))
    )


texts = (
    st.one_of(
        st.sampled_from(["Te Kāhui Kāhu", "whānau, hapū", 'a "word"', "Māori\nSāmoan", "'=1"]),
        st.text(_LETTERS, min_size=1, max_size=30),
    )
    .map(lambda t: unicodedata.normalize("NFC", t.strip()))
    .filter(_is_kept)
    .filter(lambda t: len(t) <= LONGEST)
)
parts = texts.filter(lambda t: ";" not in t)
days = st.dates(dt.date(1901, 1, 1), dt.date(2099, 12, 31))
values: dict[str, st.SearchStrategy[Any]] = {
    "text": texts,
    "texts": st.lists(parts, min_size=1, max_size=3),
    "code": st.sampled_from(STATUSES),
    "codes": st.lists(st.sampled_from(STATUSES), min_size=1, max_size=3, unique=True),
    "date": days.map(dt.date.isoformat),
    "month": days.map(lambda d: f"{d:%Y-%m}"),
    "whole": st.integers(0, 999_999_999),
    "number": st.decimals(0, 999_999, places=2, allow_nan=False, allow_infinity=False).map(str),
    "yes_no": st.booleans(),
}
rows_given = st.lists(
    st.fixed_dictionaries({kind: st.none() | value for kind, value in values.items()})
    .filter(lambda r: any(v is not None for v in r.values())),
    min_size=1, max_size=4,
)  # fmt: skip


@pytest.mark.parametrize("form", ["json", "csv"])
@settings(max_examples=60, deadline=None)
@given(rows=rows_given)
def test_what_is_written_is_read_again_as_it_was(form: str, rows: list[dict[str, Any]]) -> None:
    given_ = {"any": rows}
    row: Any = SimpleNamespace(
        body=SimpleNamespace(name="Te Kāhui Kāhu"), organisation=SimpleNamespace(name="Ngā Hau", business_number="1"),
        agreement=None, month_code="2026-10", profile=None,
    )  # fmt: skip
    file = (
        GivenFile("return.json", document_of(row, given_).encode())
        if form == "json"
        else GivenFile("return.zip", package_of([GROUP], given_, "Ngā Hau"))
    )
    looked = look_at([file], [GROUP], MONTH, PACK)
    assert [str(p) for p in looked.problems] + [str(p) for r in looked.every for p in r.problems] == []
    assert json.dumps(rows_of(looked, [GROUP]), sort_keys=True) == json.dumps(given_, sort_keys=True)

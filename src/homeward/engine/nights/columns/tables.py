"""Stays, spells and readings as Arrow tables: the columns the SQL text reads."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

import pyarrow as pa

from homeward.engine.nights.columns.readings import Bits, Reading
from homeward.kernel.ranges import DateRange

_ID, _DAY = pa.string(), pa.date32()
STAYS = pa.schema([("record", _ID), ("child", _ID), ("line", pa.int32()), ("start", _DAY), ("until", _DAY)])
SPELLS = pa.schema(
    [
        ("record", _ID), ("child", _ID), ("line", pa.int32()), ("stay_start", _DAY), ("stay_until", _DAY),
        ("kind", _ID), ("code", _ID), ("start", _DAY), ("until", _DAY),
    ]
)  # fmt: skip
COMMON = pa.schema(
    [("child", _ID), ("line", pa.int32()), ("kind", _ID), ("code", _ID), ("start", _DAY), ("until", _DAY)]
)
TERMS = pa.schema(
    [
        ("term", pa.int32()), ("line", pa.int32()), ("reading", pa.int32()), ("every", pa.int32()),
        ("excluded", pa.int64()), ("start", _DAY), ("until", _DAY),
    ]
)  # fmt: skip
MEANINGS = pa.schema([("reading", pa.int32()), ("kind", _ID), ("code", _ID), ("bit", pa.int64())])


@dataclass(frozen=True)
class Columns:
    """Everything the text reads but the periods. ``lines``: a term's line, by its number."""

    stays: pa.Table
    spells: pa.Table
    common: pa.Table
    terms: pa.Table
    meanings: pa.Table
    bits: Bits
    lines: tuple[int, ...]


@dataclass
class ColumnsBuilder:
    """Takes rows one by one. A line is a whole number of the caller's choice."""

    stays: list[tuple[Any, ...]] = field(default_factory=list)
    spells: list[tuple[Any, ...]] = field(default_factory=list)
    common: list[tuple[Any, ...]] = field(default_factory=list)
    terms: list[tuple[int, Reading, DateRange]] = field(default_factory=list)

    def term(self, line: int, reading: Reading, nights: DateRange) -> None:
        """Nights of a line that stand under one set of readings; closed, and apart from the line's other terms."""
        if nights.end is None:
            raise ValueError("a term needs an end")
        self.terms.append((line, reading, nights))

    def stay(self, line: int, record: str, child: str, start: date, until: date | None) -> None:
        self.stays.append((record, child, line, start, until))

    def spell(
        self,
        line: int,
        record: str,
        child: str,
        stay: DateRange,
        kind: str,
        code: str | None,
        spell: DateRange,
    ) -> None:
        row = (record, child, line, stay.start, stay.end, kind, code or "", spell.start, spell.end)
        self.spells.append(row)

    def for_child(self, line: int, child: str, kind: str, nights: DateRange) -> None:
        """What holds for all records of a child on a line: respite_elsewhere, or birthday from the 18th one on."""
        self.common.append((child, line, kind, "", nights.start, nights.end))

    def build(self) -> Columns:
        readings = list(dict.fromkeys(reading for _, reading, _ in self.terms))
        bits = Bits.of(readings)
        columns_of = {
            reading: (number, int(reading.each_record), reading.mask(bits))
            for number, reading in enumerate(readings)
        }
        terms = [
            (term, line, *columns_of[reading], nights.start, nights.end)
            for term, (line, reading, nights) in enumerate(self.terms)
        ]
        meanings = [
            (number, *meaning)
            for number, reading in enumerate(readings)
            for meaning in reading.meanings(bits)
        ]
        return Columns(
            stays=table(STAYS, self.stays).sort_by(_in_order("child", "line", "start")),
            spells=table(SPELLS, self.spells).sort_by(_in_order("record", "line", "start")),
            common=table(COMMON, self.common),
            terms=table(TERMS, terms),
            meanings=table(MEANINGS, meanings),
            bits=bits,
            lines=tuple(line for line, _, _ in self.terms),
        )


def _in_order(*names: str) -> list[tuple[str, str]]:
    return [(name, "ascending") for name in names]


def table(schema: pa.Schema, rows: Sequence[Sequence[Any]]) -> pa.Table:
    columns = list(zip(*rows, strict=True)) if rows else [()] * len(schema)
    arrays = [pa.array(values, part.type) for values, part in zip(columns, schema, strict=True)]
    return pa.table(arrays, schema=schema)

"""Plain worlds and rows for the tests of single checks: no database."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import Any

from homeward.apps.intake.kinds.registry import KINDS
from homeward.apps.intake.kinds.rows import Check, CheckedRow, parse_row
from homeward.apps.intake.kinds.world import Known, KnownStay, World
from homeward.apps.intake.readers.tables import SourceRow
from homeward.kernel.ranges import DateRange
from homeward.policy import load_pack

TODAY = dt.date(2026, 11, 20)


def world(pack: str = "au_sa", **known: Any) -> World:
    return World(pack=load_pack(pack), today=TODAY, key=b"a key", **known)


def row(of: str, number: int = 2, table: str = "", /, **cells: str) -> CheckedRow:
    """A row as the reader hands it on."""
    shapes = KINDS[of].shapes
    shape = next(s for s in shapes if s.name == table) if table else shapes[0]
    full = {**dict.fromkeys(shape.known, ""), **cells}
    pack = "gb_eng" if of == "ssda903" else "au_sa"
    return parse_row(shape, SourceRow(f"{shape.name}.csv", number, full), load_pack(pack))


def episode(number: int = 2, **cells: str) -> CheckedRow:
    """An episode that nothing is wrong with, but for what is given."""
    sound = {
        "CHILD": "104233", "DECOM": "01/05/2016", "RNE": "S", "LS": "C2", "CIN": "N1", "PLACE": "U4",
        "PLACE_PROVIDER": "PR4", "DEC": "01/08/2016", "REC": "E4A", "PL_POST": "EF3 4GH", "URN": "1234567",
    }  # fmt: skip
    return row("ssda903", number, "episodes", **{**sound, **cells})


def header(number: int = 2, **cells: str) -> CheckedRow:
    sound = {"CHILD": "104233", "SEX": "2", "DOB": "09/03/2004", "ETHNIC": "WBRI", "UPN": "A12345678901B"}
    return row("ssda903", number, "header", **{**sound, **cells})


def found(check: Check, rows: Sequence[CheckedRow], known: World) -> list[tuple[int, str, str]]:
    """What a check finds: row number, severity, code."""
    for checked in rows:
        assert checked.data is not None, checked.problems
    return [(r.number, p.severity, p.code) for r, p in check(rows, known)]


def child(pk: int = 1, **values: Any) -> Known:
    return Known(pk, f"CHILD{pk}", {"born_on": dt.date(2012, 3, 9), **values}, None, f"C-{pk}")


def home(pk: int = 1, organisation: int | None = 7, **values: Any) -> Known:
    return Known(pk, f"HOME{pk}", {"provider": None, **values}, organisation, f"Home {pk}")


def stay(start: str, end: str | None = None, **more: Any) -> KnownStay:
    given: dict[str, Any] = {"pk": 1, "public_id": "STAY1", "child": 1, "home": 1, "line": None, **more}
    period = DateRange(dt.date.fromisoformat(start), dt.date.fromisoformat(end) if end else None)
    return KnownStay(period=period, **given)

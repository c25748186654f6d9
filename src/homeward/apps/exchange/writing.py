"""A return going out: one JSON document, and the same rows as CSV files, one for each group."""

from __future__ import annotations

import hashlib
import io
import json
import zipfile
from collections.abc import Mapping, Sequence
from typing import Any

from homeward.apps.exchange.models import DataReturn
from homeward.apps.exchange.profiles import Group, asked, from_json
from homeward.apps.exchange.reading import FORMAT, Looked
from homeward.apps.exchange.values import to_cell, to_plain
from homeward.apps.intake.files import csv_bytes
from homeward.kernel.jsontypes import JSON

Rows = Mapping[str, Sequence[Mapping[str, JSON]]]
_THE_SAME_DAY = (1980, 1, 1, 0, 0, 0)  # so that the same rows make the same package


def rows_of(looked: Looked, groups: Sequence[Group]) -> dict[str, list[dict[str, JSON]]]:
    """The values of rows that stand, by group, every column named."""
    kinds = {group.code: {f.column: f.kind for f in group.on} for group in asked(groups)}
    return {
        code: [
            {column: to_plain(getattr(row.data, column), kind) for column, kind in kinds[code].items()}
            for row in looked.rows.get(code, [])
        ]
        for code in kinds
    }


def document_of(row: DataReturn, rows: Rows) -> str:
    """The JSON document of a return, always written the same way."""
    told = {
        "format": FORMAT,
        "body": row.body.name,
        "partner": {"name": row.organisation.name, "business_number": row.organisation.business_number},
        "agreement": row.agreement.reference if row.agreement else None,
        "month": row.month_code,
        "profile": row.profile.number if row.profile else 0,
        "groups": rows,
    }
    return json.dumps(told, ensure_ascii=False, indent=1) + "\n"


def digest_of(document: str) -> str:
    """SHA-256 of the document as it is downloaded."""
    return hashlib.sha256(document.encode()).hexdigest()


def groups_in(row: DataReturn) -> tuple[Group, ...]:
    """The groups and fields a return was made with."""
    return asked(from_json(row.shape))


def rows_in(row: DataReturn) -> dict[str, list[dict[str, Any]]]:
    """The rows of a return by group; empty while it has errors."""
    if not row.document:
        return {}
    found: dict[str, list[dict[str, Any]]] = json.loads(row.document)["groups"]
    return found


def csv_of(group: Group, rows: Sequence[Mapping[str, JSON]]) -> bytes:
    """One group as CSV: UTF-8 with its mark, so that a spreadsheet shows macrons."""
    columns = [f.column for f in group.on]
    return csv_bytes([columns, *([to_cell(row.get(column)) for column in columns] for row in rows)])


def package_of(groups: Sequence[Group], rows: Rows, name: str) -> bytes:
    """The groups as CSV files in one package."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as package:
        for group in groups:
            info = zipfile.ZipInfo(f"{name} {group.code}.csv", _THE_SAME_DAY)
            info.compress_type = zipfile.ZIP_DEFLATED
            package.writestr(info, csv_of(group, rows.get(group.code, ())))
    return out.getvalue()

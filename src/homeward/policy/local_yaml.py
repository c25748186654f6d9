"""Local values as a file of pack YAML: written so that reading it back gives the same values and the same digest."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any, Literal, TypeVar

import yaml
from pydantic import BaseModel, ConfigDict, ValidationError

from homeward.kernel.ranges import DateRange
from homeward.kernel.reasons import Origin
from homeward.policy.errors import PackError, PackProblem
from homeward.policy.faults import faults_of
from homeward.policy.local import LocalRow, check_local, lay_over
from homeward.policy.models import DatedRow, FullDate, Text
from homeward.policy.pack import Pack
from homeward.policy.strict_yaml import parse_yaml

_Model = TypeVar("_Model", bound=BaseModel)


class _Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True, strict=True)


class _Document(_Strict):
    title: Text
    read_on: FullDate


class _Signed(_Strict):
    by: Text
    on: FullDate


class _Row(DatedRow):
    standing: Literal["local"]
    entered: _Signed
    confirmed: _Signed


class _Head(_Strict):
    pack: Text
    pack_version: Text
    version: Text
    digest: Text | None = None


def write_local(pack: Pack) -> str:
    """The local values of a laid pack as YAML, parameter by parameter, in the order in which they stand."""
    shipped = pack.beneath or pack
    content: dict[str, Any] = {
        "pack": shipped.id,
        "pack_version": shipped.version,
        "version": pack.version,
        "digest": pack.digest,
        "sources": {
            row.source: {"title": row.origin.title, "read_on": row.origin.read_on} for row in pack.local_rows
        },
        "parameters": {},
    }
    for row in sorted(
        pack.local_rows, key=lambda row: row.path
    ):  # stable: within a parameter the order stays
        content["parameters"].setdefault(row.path, []).append(_written(row))
    head = (
        "# Local values, laid over the policy pack named here. Standing and order are part of the content.\n"
    )
    return head + yaml.dump(content, Dumper=_Dumper, allow_unicode=True, sort_keys=False, width=100)


class _Dumper(yaml.SafeDumper):
    """No anchors: a value that stands twice is written twice."""

    def ignore_aliases(self, data: Any) -> bool:
        return True


def _written(row: LocalRow) -> dict[str, Any]:
    origin = row.origin
    told: dict[str, Any] = {"from": row.in_force.start}
    if row.in_force.end is not None:
        told["until"] = row.in_force.end
    if row.keys:
        told["for"] = list(row.keys)
    told |= {
        "value": row.value,
        "reference": {"source": row.source, "clause": origin.clause},
        "standing": "local",
    }
    if row.note:
        told["note"] = row.note
    return told | {
        "entered": {"by": origin.entered_by, "on": origin.entered_on},
        "confirmed": {"by": origin.confirmed_by, "on": origin.confirmed_on},
    }


def read_local(text: str | bytes, pack: Pack, name: str = "the file") -> Pack:
    """The shipped pack with the file's values laid over it.

    Raises PackError with every fault: what is not YAML, unknown keys, another pack, values the pack would refuse,
    and a digest that is not the content's.
    """
    data = parse_yaml(text, name)
    if not isinstance(data, dict):
        raise PackError([PackProblem(name, "", "Expected pack, sources and parameters.", "Export it again.")])
    shipped = pack.beneath or pack
    problems: list[PackProblem] = []
    head = _head(data, name, shipped, problems)
    documents = _documents(data.get("sources"), name, problems)
    rows = _rows(data.get("parameters"), name, documents, problems)
    problems += check_local(shipped, rows)
    if problems or head is None:
        raise PackError(problems)
    laid = lay_over(shipped, rows, number=_number(head.version))
    if head.digest is not None and head.pack_version == shipped.version and head.digest != laid.digest:
        raise PackError(
            [
                PackProblem(
                    name,
                    "digest",
                    f"The content has the digest {laid.digest}, another than the file names.",
                    "Export it again. If it was changed on purpose, remove the line.",
                )
            ]
        )
    return laid


def _number(version: str) -> int | None:
    number = version.partition("+local.")[2]
    return int(number) if number.isdecimal() else None


def _validated(
    model: type[_Model], data: Any, name: str, place: str, problems: list[PackProblem], on: date | None = None
) -> _Model | None:
    try:
        return model.model_validate(data)
    except ValidationError as error:
        problems += faults_of(error, name, place, on)
        return None


def _head(data: Mapping[str, Any], name: str, shipped: Pack, problems: list[PackProblem]) -> _Head | None:
    given = {key: value for key, value in data.items() if key not in ("sources", "parameters")}
    head = _validated(_Head, given, name, "", problems)
    other = data.get("pack")
    if isinstance(other, str) and other != shipped.id:
        problems.append(
            PackProblem(
                name,
                "pack",
                f"Expected {shipped.id}, the pack of this body, not {other}.",
                "Choose a file exported from a body with the same pack.",
            )
        )
    return head


def _documents(data: Any, name: str, problems: list[PackProblem]) -> dict[str, _Document]:
    if not isinstance(data, dict):
        problems.append(
            PackProblem(name, "sources", "Expected the documents, each under its id.", "Add them.")
        )
        return {}
    found = {}
    for key, value in data.items():
        document = _validated(_Document, value, name, f"sources.{key}", problems)
        if document is not None:
            found[str(key)] = document
    return found


def _rows(
    data: Any, name: str, documents: Mapping[str, _Document], problems: list[PackProblem]
) -> list[LocalRow]:
    if not isinstance(data, dict):
        problems.append(
            PackProblem(
                name, "parameters", "Expected parameters with their values.", "Name at least one, or {}."
            )
        )
        return []
    rows = []
    for path, values in data.items():
        if not isinstance(values, list) or not values:
            problems.append(PackProblem(name, str(path), "Expected a list of dated values.", "Add a value."))
            continue
        for number, value in enumerate(values):
            row = _row(str(path), number, value, name, documents, problems)
            if row is not None:
                rows.append(row)
    return rows


def _row(
    path: str,
    number: int,
    data: Any,
    name: str,
    documents: Mapping[str, _Document],
    problems: list[PackProblem],
) -> LocalRow | None:
    start = data.get("from") if isinstance(data, dict) else None
    on = start if isinstance(start, date) else None
    row = _validated(_Row, data, name, f"{path}.{number}", problems, on)
    if row is None:
        return None
    place = f"{path}.{number}"
    document = documents.get(row.reference.source)
    if document is None:
        expected = f"sources has no document {row.reference.source}."
        problems.append(
            PackProblem(
                name, f"{place}.reference.source", expected, "Add it there, or correct the id.", row.from_
            )
        )
    if row.until is not None and row.until <= row.from_:
        problems.append(
            PackProblem(name, f"{place}.until", "until must lie after from.", "Correct the dates.", row.from_)
        )
    if row.entered.by == row.confirmed.by:
        expected = "A value is confirmed by another person than the one who entered it."
        problems.append(
            PackProblem(name, f"{place}.confirmed.by", expected, "Let a second person confirm it.", row.from_)
        )
    if document is None or (row.until is not None and row.until <= row.from_):
        return None
    origin = Origin(
        title=document.title,
        clause=row.reference.clause,
        read_on=document.read_on,
        entered_by=row.entered.by,
        entered_on=row.entered.on,
        confirmed_by=row.confirmed.by,
        confirmed_on=row.confirmed.on,
    )
    return LocalRow(path, row.value, DateRange(row.from_, row.until), origin, tuple(row.for_ or ()), row.note)

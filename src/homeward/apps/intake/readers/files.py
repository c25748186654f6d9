"""Files as they were given, into tables of a kind."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import replace
from pathlib import PurePosixPath
from typing import Protocol

from homeward.apps.intake.readers.csv_files import read_csv
from homeward.apps.intake.readers.given import GivenFile
from homeward.apps.intake.readers.headers import fold_header, table_of
from homeward.apps.intake.readers.limits import LIMITS, Limits
from homeward.apps.intake.readers.packages import BadPackage, Package
from homeward.apps.intake.readers.tables import Reading, Sheet
from homeward.apps.intake.readers.xlsx_files import read_xlsx
from homeward.kernel.problems import Problem


class TableShape(Protocol):
    """A table that a kind of import reads: its name, every column and those that must be there."""

    @property
    def name(self) -> str: ...

    @property
    def known(self) -> tuple[str, ...]: ...

    @property
    def required(self) -> tuple[str, ...]: ...


# Sheets of our own templates that explain and hold no rows.
OWN_SHEETS = frozenset({"code lists", "instructions"})


def read_files(
    files: list[GivenFile],
    shapes: Sequence[TableShape],
    limits: Limits = LIMITS,
    *,
    optional: Collection[str] = (),
) -> Reading:
    """Every table of the given files, each matched to one of `shapes` by its columns, or why they are refused.

    `optional`: the tables that may be left out. Where there are such, a file named after its table is that one.
    """
    reading = Reading()
    if not files:
        reading.problems.append(Problem("file_none", "No file was given.", "Choose a CSV or XLSX file."))
        return reading
    sheets: list[tuple[str, Sheet]] = []
    for file in _unpacked(files, reading, limits):
        sheets += [(file.name, sheet) for sheet in _sheets_of(file, reading, limits)]
    if reading.is_refused:
        return reading
    _match(sheets, shapes, reading, limits, optional)
    return reading


def _unpacked(files: list[GivenFile], reading: Reading, limits: Limits) -> list[GivenFile]:
    found: list[GivenFile] = []
    for file in files:
        most = limits.package_bytes if file.name.lower().endswith((".xlsx", ".zip")) else limits.bytes
        if file.size > most:
            reading.problems.append(
                Problem(
                    "file_too_large",
                    f"{file.name} has {file.size:,} bytes; at most {most:,} are read.",
                    "Split it, or send only the sheet with the rows.",
                )
            )
        elif file.name.lower().endswith(".zip"):
            found += _from_zip(file, reading, limits)
        else:
            found.append(file)
    if len(found) > limits.files:
        reading.problems.append(
            Problem(
                "file_too_many",
                f"{len(found)} files were given; at most {limits.files} are read at once.",
                "Send fewer.",
            )
        )
    return found


def _from_zip(file: GivenFile, reading: Reading, limits: Limits) -> list[GivenFile]:
    try:
        package = Package(file.name, file.read(), limits)
        package.check_all()
        names = [
            n
            for n in package.names
            if not n.startswith("__MACOSX/") and n.lower().endswith((".csv", ".xlsx"))
        ]
        if not names:
            reading.problems.append(
                Problem(
                    "file_empty",
                    f"{file.name} holds no CSV or XLSX file.",
                    "Put the files into it, or send them one by one.",
                )
            )
        return [GivenFile(PurePosixPath(n).name, package.read(n)) for n in names]
    except BadPackage as bad:
        reading.problems.append(bad.problem)
        return []


def _sheets_of(file: GivenFile, reading: Reading, limits: Limits) -> list[Sheet]:
    lower = file.name.lower()
    if lower.endswith(".xlsx"):
        sheets, problems = read_xlsx(file.name, file.read(), limits)
        reading.problems += problems
        return [s for s in sheets if s.name.casefold() not in OWN_SHEETS]
    if lower.endswith(".xlsm"):
        reading.problems.append(
            Problem("file_macros", f"{file.name} is a workbook with macros.", "Save it as XLSX.")
        )
        return []
    if lower.endswith((".csv", ".txt")):
        sheet, problems = read_csv(file, limits)
        reading.problems += problems
        return [sheet] if sheet else []
    reading.problems.append(
        Problem(
            "file_kind",
            f"{file.name} is neither CSV nor XLSX.",
            "Send CSV UTF-8 or XLSX; the templates show both.",
        )
    )
    return []


def _match(
    sheets: list[tuple[str, Sheet]],
    shapes: Sequence[TableShape],
    reading: Reading,
    limits: Limits,
    optional: Collection[str] = (),
) -> None:
    """Give each sheet to the shape whose columns it has; a sheet nobody reads is said, never dropped in silence."""
    taken: dict[str, str] = {}
    for file, sheet in sheets:
        shape = _shape_of(sheet, shapes, by_name=bool(optional))
        where = file if sheet.format == "csv" else f"{file}, sheet {sheet.name}"
        if shape is None:
            reading.problems.append(_not_read(where, shapes, several=len(sheets) > 1))
            continue
        if shape.name in taken:
            reading.problems.append(
                Problem(
                    "file_twice",
                    f"{where} and {taken[shape.name]} both hold {shape.name}.",
                    "Send one at a time.",
                )
            )
            continue
        taken[shape.name] = where
        named = replace(sheet, name=_label(where, shape.name, reading))
        table, problems = table_of(named, shape.known, shape.required, limits)
        # of a table that may be left out, a header without rows says the same
        reading.problems += [p for p in problems if p.code != "file_no_rows" or shape.name not in optional]
        if table:
            reading.tables.append(replace(table, shape=shape.name))
    for shape in shapes:
        if shape.name not in taken and shape.name not in optional:
            reading.problems.append(
                Problem(
                    "file_missing",
                    f"No file holds {shape.name} (columns {', '.join(shape.required[:4])} …).",
                    "Send it together with the others.",
                )
            )


def _label(where: str, shape: str, reading: Reading) -> str:
    """What rows are said to stand in: short enough to keep, and never the same for two tables."""
    label = where if len(where) <= 80 else f"{shape}: …{where[-60:]}"
    return f"{shape}: {label}"[:80] if label in {t.name for t in reading.tables} else label


def _not_read(where: str, shapes: Sequence[TableShape], *, several: bool) -> Problem:
    wanted = " or ".join(s.name for s in shapes)
    if (
        several and len(shapes) > 1
    ):  # a folder of a whole return: the other files of it are simply not for this import
        return Problem(
            "file_not_read",
            f"{where} is not read by this import, which takes {wanted}.",
            "Nothing is lost: tick this warning, or leave the file out.",
            "warning",
        )
    return Problem(
        "sheet_unknown",
        f"{where} does not look like {wanted}.",
        "Use the template, or remove the sheet. One file holds one kind of row.",
    )


def _named(sheet: Sheet, shapes: Sequence[TableShape]) -> TableShape | None:
    """The shape a file or sheet is named after: `2026-10 nights.csv` holds nights."""
    words = f"_{fold_header(PurePosixPath(sheet.name).stem)}"
    return max(
        (s for s in shapes if words.endswith(f"_{fold_header(s.name)}")),
        key=lambda s: len(s.name),
        default=None,
    )


def _shape_of(sheet: Sheet, shapes: Sequence[TableShape], *, by_name: bool) -> TableShape | None:
    """The shape a sheet is meant for: the one whose columns it has most of. A single shape takes a single sheet as it is."""
    first = next((line for line in sheet.lines if not line.is_empty), None)
    if first is None:
        return None
    if by_name and (named := _named(sheet, shapes)) is not None:
        return named
    folded = {fold_header(c.text) for c in first.cells}
    share = {
        s.name: sum(fold_header(r) in folded for r in s.required or s.known)
        / max(len(s.required or s.known), 1)
        for s in shapes
    }
    best = max(shapes, key=lambda s: share[s.name])
    if share[best.name] >= 0.5:
        return best
    return best if len(shapes) == 1 and share[best.name] > 0 else None

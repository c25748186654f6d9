"""Checks of single pack files: known units, sources, codes and standings; no gap and no overlap in time."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from pathlib import PurePosixPath

from homeward.kernel.ranges import DateRange
from homeward.kernel.reasons import Clause
from homeward.policy.errors import PackProblem
from homeward.policy.models import (
    CodeRow,
    DatedRow,
    ParameterFile,
    ReferenceFile,
    SourceFile,
    ValueRow,
    VocabularyFile,
)
from homeward.policy.parameters import Parameter, Value
from homeward.policy.units import UNITS
from homeward.policy.vocabularies import Code, Vocabulary, overlaps


def check_parameter(
    name: str,
    model: ParameterFile,
    sources: Mapping[str, SourceFile],
    vocabularies: Mapping[str, Vocabulary],
) -> tuple[Parameter, list[PackProblem]]:
    """The parameter of a file and what is wrong with it. Its path is the file's place: area.name."""
    problems = _declaration(name, model, vocabularies)
    values: list[Value] = []
    for key in _keys(model):
        rows = [row for row in model.values if key is None or key in (row.for_ or [])]
        values += _dated(name, key, rows, problems)
    path = ".".join(PurePosixPath(name).with_suffix("").parts[1:])
    parameter = Parameter(
        path,
        name,
        model.description,
        model.kind,
        model.unit,
        tuple(values),
        model.keyed_by,
        model.vocabulary,
        dict(model.options or {}),
    )
    for row in model.values:
        problems += check_row(name, row, parameter, sources, vocabularies)
    return parameter, problems


def _keys(model: ParameterFile) -> list[str | None]:
    if model.keyed_by is None:
        return [None]
    return list(dict.fromkeys(key for row in model.values for key in (row.for_ or [])))


def _declaration(
    name: str, model: ParameterFile, vocabularies: Mapping[str, Vocabulary]
) -> list[PackProblem]:
    problems = []
    if model.unit not in UNITS:
        known = ", ".join(UNITS)
        problems.append(PackProblem(name, "unit", f"{model.unit} is no known unit.", f"Use one of: {known}."))
    if (model.kind == "reading") != (model.unit == "reading"):
        problems.append(
            PackProblem(name, "unit", "A reading has the unit reading, a value any other.", "Make them fit.")
        )
    if (model.kind == "reading") != bool(model.options):
        problems.append(
            PackProblem(
                name, "options", "A reading lists its options, a value has none.", "Add or remove options."
            )
        )
    if (model.unit in ("code", "codes")) != (model.vocabulary is not None):
        problems.append(
            PackProblem(
                name, "vocabulary", "Codes name their vocabulary; nothing else does.", "Add or remove it."
            )
        )
    for field, wanted in (("keyed_by", model.keyed_by), ("vocabulary", model.vocabulary)):
        if wanted is not None and wanted not in vocabularies:
            problems.append(
                PackProblem(
                    name, field, f"There is no vocabulary {wanted}.", "Add it, or name one that is there."
                )
            )
    return problems


def check_row(
    name: str,
    row: DatedRow,
    parameter: Parameter,
    sources: Mapping[str, SourceFile],
    vocabularies: Mapping[str, Vocabulary],
) -> list[PackProblem]:
    """What is wrong with one dated row: its source, keys, value and codes. ``name`` is the file to mend."""
    problems = _source(name, "reference", row.reference, row.from_, sources)
    if (row.for_ is None) != (parameter.keyed_by is None):
        problems.append(
            PackProblem(
                name,
                "for",
                "Rows say for which keys they hold exactly when keyed_by is given.",
                "Add or remove for.",
                row.from_,
            )
        )
    if parameter.unit in UNITS:
        expected = parameter.fault(row.value)
        if expected is not None:
            problems.append(
                PackProblem(
                    name, "value", f"{row.value!r} is not {expected}.", "Correct the value.", row.from_
                )
            )
        elif parameter.vocabulary is not None and parameter.vocabulary in vocabularies:
            codes = row.value if isinstance(row.value, list) else [row.value]
            problems += _codes(name, "value", codes, vocabularies[parameter.vocabulary], row.from_)
    if parameter.keyed_by is not None and parameter.keyed_by in vocabularies:
        problems += _codes(name, "for", row.for_ or [], vocabularies[parameter.keyed_by], row.from_)
    return problems


def _codes(name: str, key: str, codes: Iterable[str], vocabulary: Vocabulary, on: date) -> list[PackProblem]:
    return [
        PackProblem(
            name, key, f"{code} is no code of {vocabulary.name} on that day.", "Use a valid code.", on
        )
        for code in codes
        if not vocabulary.is_valid(code, on)
    ]


def _source(
    name: str, key: str, reference: ReferenceFile, on: date | None, sources: Mapping[str, SourceFile]
) -> list[PackProblem]:
    if reference.source in sources:
        return []
    return [
        PackProblem(
            name,
            f"{key}.source",
            f"sources.yaml has no source {reference.source}.",
            "Add it there, or correct the id.",
            on,
        )
    ]


def _dated(name: str, key: str | None, rows: list[ValueRow], problems: list[PackProblem]) -> list[Value]:
    """Values of one key in order; an open row ends where the next begins."""
    ordered = sorted(rows, key=lambda row: row.from_)
    values = []
    place = "values" if key is None else f"values for {key}"
    for row, following in zip(ordered, [*ordered[1:], None], strict=True):
        until = row.until if row.until is not None else (following.from_ if following else None)
        if row.until is not None and row.until <= row.from_:
            problems.append(
                PackProblem(name, place, "until must lie after from.", "Correct the dates.", row.from_)
            )
            continue
        if following is not None and until is not None:
            if following.from_ == row.from_ or until > following.from_:
                problems.append(
                    PackProblem(
                        name,
                        place,
                        "Two values are in force.",
                        "Let one end where the next begins.",
                        following.from_,
                    )
                )
                continue
            if until < following.from_:
                problems.append(
                    PackProblem(
                        name,
                        place,
                        f"No value is in force until {following.from_.isoformat()}.",
                        "Close the gap; a value holds until the next begins.",
                        until,
                    )
                )
        clause = Clause(row.reference.source, row.reference.clause)
        values.append(Value(DateRange(row.from_, until), row.value, clause, row.standing, key, row.note))
    return values


def check_vocabulary(
    name: str, model: VocabularyFile, languages: tuple[str, ...], sources: Mapping[str, SourceFile]
) -> tuple[Vocabulary, list[PackProblem]]:
    """The code list of a file and what is wrong with it."""
    problems = _source(name, "reference", model.reference, None, sources)
    rows = []
    for row in model.codes:
        problems += _code(name, row, languages, sources)
        if row.until is None or row.until > row.from_:
            rows.append(_as_code(row, model))
    for one, two in overlaps(rows):
        problems.append(
            PackProblem(
                name,
                one.code,
                "The code is valid twice on that day.",
                "Let one row end where the next begins.",
                two.valid.start,
            )
        )
    stem = PurePosixPath(name).stem
    return Vocabulary(stem, model.description, tuple(rows), languages, model.edition), problems


def _as_code(row: CodeRow, model: VocabularyFile) -> Code:
    reference = row.reference or model.reference
    return Code(
        row.code,
        DateRange(row.from_, row.until),
        dict(row.labels),
        dict(row.also),
        dict(row.attributes),
        Clause(reference.source, reference.clause),
        row.standing or model.standing,
        row.note,
    )


def _code(
    name: str, row: CodeRow, languages: tuple[str, ...], sources: Mapping[str, SourceFile]
) -> list[PackProblem]:
    problems = []
    if row.reference is not None:
        problems += _source(name, f"{row.code}.reference", row.reference, row.from_, sources)
    if row.until is not None and row.until <= row.from_:
        problems.append(
            PackProblem(name, row.code, "until must lie after from.", "Correct the dates.", row.from_)
        )
    for language in sorted({*row.labels, *row.also} - set(languages)):
        problems.append(
            PackProblem(
                name, row.code, f"pack.yaml does not list the language {language}.", "List it.", row.from_
            )
        )
    if languages and languages[0] not in row.labels:
        problems.append(
            PackProblem(name, row.code, f"A label in {languages[0]} is missing.", "Add the label.", row.from_)
        )
    return problems

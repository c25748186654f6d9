"""Checks of a journey's file: known codes, no state that cannot be reached or left, no move that leads nowhere."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from pathlib import PurePosixPath

from homeward.kernel.ranges import DateRange
from homeward.kernel.reasons import Clause
from homeward.policy.errors import PackProblem
from homeward.policy.models import MoveFile, ReferenceFile, SourceFile, StateFile, WorkflowFile
from homeward.policy.vocabularies import Vocabulary
from homeward.policy.workflows import ANY, BACK, EVERYONE, NEW, Move, State, Workflow


def check_workflow(
    name: str,
    model: WorkflowFile,
    languages: tuple[str, ...],
    sources: Mapping[str, SourceFile],
    vocabularies: Mapping[str, Vocabulary],
) -> tuple[Workflow, list[PackProblem]]:
    """The journey of a file and what is wrong with it."""
    check = _Check(name, model, languages, sources, vocabularies)
    problems = [*check.head(), *check.states(), *check.moves(), *check.road()]
    workflow = Workflow(
        name=PurePosixPath(name).stem,
        description=model.description,
        start=model.start,
        states=tuple(_state(row, model) for row in model.states),
        moves=tuple(_move(row, model, vocabularies) for row in model.moves),
        phases=model.phases,
        roles=model.roles,
        requirements=model.requirements,
        work=model.work,
        languages=languages,
        clause=_clause(model.reference),
        standing=model.standing,
        note=model.note,
    )
    return workflow, problems


def _clause(reference: ReferenceFile) -> Clause:
    return Clause(reference.source, reference.clause)


def _valid(row: StateFile | MoveFile, model: WorkflowFile) -> DateRange:
    start, end = row.since or model.since, row.until or model.until
    return DateRange(start, end if end is None or end > start else None)  # a reversed one is refused anyway


def _state(row: StateFile, model: WorkflowFile) -> State:
    clause, standing = _clause(row.reference or model.reference), row.standing or model.standing
    labels, also = dict(row.labels), dict(row.also)
    return State(
        row.code, row.kind, row.phase, tuple(row.held_by), labels, also, _valid(row, model), clause, standing, row.note
    )  # fmt: skip


def _move(row: MoveFile, model: WorkflowFile, vocabularies: Mapping[str, Vocabulary]) -> Move:
    told: Iterable[str] = row.tells
    if EVERYONE in row.tells:
        roles = vocabularies.get(model.roles)
        told = roles.codes_on(row.since or model.since) if roles else ()
    return Move(
        row.code,
        _from(row, model),
        None if row.to == BACK else row.to,
        tuple(row.who),
        tuple(row.needs),
        tuple(row.asks),
        tuple(told),
        tuple(row.tasks),
        dict(row.words),
        tuple(row.also),
        _valid(row, model),
        _clause(row.reference or model.reference),
        row.standing or model.standing,
        row.note,
    )


def _from(row: MoveFile, model: WorkflowFile) -> tuple[str, ...]:
    """ANY is every state on the road; from those set aside or at an end it has to be said."""
    if NEW in row.from_:
        return ()
    road = [state.code for state in model.states if state.kind not in ("aside", "end")]
    spelled = (code for item in row.from_ for code in (road if item == ANY else [item]))
    return tuple(dict.fromkeys(spelled))


class _Check:
    def __init__(
        self,
        name: str,
        model: WorkflowFile,
        languages: tuple[str, ...],
        sources: Mapping[str, SourceFile],
        vocabularies: Mapping[str, Vocabulary],
    ) -> None:
        self.name, self.model, self.languages = name, model, languages
        self.sources, self.vocabularies = sources, vocabularies
        self.codes = {state.code for state in model.states}

    def head(self) -> Iterator[PackProblem]:
        model = self.model
        yield from self._source("reference", model.reference)
        yield from self._dates("until", None, model.since, model.until)
        for key, wanted in (
            ("phases", model.phases), ("roles", model.roles), ("requirements", model.requirements), ("work", model.work),
        ):  # fmt: skip
            if wanted is not None and wanted not in self.vocabularies:
                yield self._fault(
                    key, f"There is no vocabulary {wanted}.", "Add it, or name one that is there."
                )
        if model.start not in self.codes:
            yield self._fault(
                "start", f"{model.start} is no state of this journey.", "Name one of its states."
            )
        for what, rows in (("states", model.states), ("moves", model.moves)):
            for code, times in Counter(row.code for row in rows).items():
                if times > 1:
                    yield self._fault(f"{what}.{code}", "The code stands twice.", "Keep one of them.")

    def states(self) -> Iterator[PackProblem]:
        for row in self.model.states:
            place, on = f"states.{row.code}", row.since or self.model.since
            yield from self._row(place, row, row.labels)
            yield from self._listed(f"{place}.phase", self.model.phases, [row.phase] if row.phase else [], on)
            yield from self._listed(f"{place}.held_by", self.model.roles, row.held_by, on)
            if row.code in (ANY, NEW, BACK):
                yield self._fault(place, f"{row.code} is a word of this file.", "Choose another code.", on)

    def moves(self) -> Iterator[PackProblem]:
        for row in self.model.moves:
            place, on = f"moves.{row.code}", row.since or self.model.since
            yield from self._row(place, row, row.words)
            for key, name, codes in (
                ("who", self.model.roles, row.who),
                ("needs", self.model.requirements, row.needs),
                ("asks", self.model.requirements, row.asks),
                ("tells", self.model.roles, [code for code in row.tells if code != EVERYONE]),
                ("tasks", self.model.work, row.tasks),
            ):
                yield from self._listed(f"{place}.{key}", name, codes, on)
            for code in sorted({*row.from_, row.to} - self.codes - {ANY, NEW, BACK}):
                yield self._fault(place, f"{code} is no state of this journey.", "Correct the code.", on)
            if row.to in (ANY, NEW) or BACK in row.from_ or (NEW in row.from_ and len(row.from_) > 1):
                expected = "from takes states, ANY, or NEW alone; to takes one state or BACK."
                yield self._fault(place, expected, "Correct from or to.", on)

    def road(self) -> Iterator[PackProblem]:
        """Every state is reached from the start and left again, but for an end, which is not left."""
        edges = [(_from(row, self.model), row.to) for row in self.model.moves]
        reached, frontier = {self.model.start}, [self.model.start]
        while frontier:
            here = frontier.pop()
            fresh = {to for sources, to in edges if here in sources and to in self.codes} - reached
            reached |= fresh
            frontier += sorted(fresh)
        left = {code for sources, _ in edges for code in sources}
        for state in self.model.states:
            place = f"states.{state.code}"
            if state.code not in reached:
                yield self._fault(
                    place, "No move leads here from the start.", "Add a move, or remove the state."
                )
            if (state.kind == "end") == (state.code in left):
                expected = "An end has no move out of it; every other state has one."
                yield self._fault(place, expected, "Say kind: end, or add or remove a move.")

    def _row(self, place: str, row: StateFile | MoveFile, texts: Mapping[str, str]) -> Iterator[PackProblem]:
        on = row.since or self.model.since
        if row.reference is not None:
            yield from self._source(f"{place}.reference", row.reference)
        yield from self._dates(place, on, on, row.until)
        for language in sorted(set(texts) - set(self.languages)):
            yield self._fault(place, f"pack.yaml does not list the language {language}.", "List it.", on)
        if self.languages and self.languages[0] not in texts:
            yield self._fault(place, f"Its text in {self.languages[0]} is missing.", "Add the text.", on)

    def _listed(self, place: str, name: str | None, codes: Iterable[str], on: date) -> Iterator[PackProblem]:
        vocabulary = None if name is None else self.vocabularies.get(name)
        for code in codes:
            if vocabulary is not None and not vocabulary.is_valid(code, on):
                yield self._fault(
                    place, f"{code} is no code of {vocabulary.name} on that day.", "Use a valid code.", on
                )
            elif name is None:
                yield self._fault(
                    place, "The journey names no code list for this.", "Name it, or remove the code.", on
                )

    def _source(self, place: str, reference: ReferenceFile) -> Iterator[PackProblem]:
        if reference.source not in self.sources:
            expected = f"sources.yaml has no source {reference.source}."
            yield self._fault(f"{place}.source", expected, "Add it there, or correct the id.")

    def _dates(self, place: str, on: date | None, since: date, until: date | None) -> Iterator[PackProblem]:
        if until is not None and until <= since:
            yield self._fault(place, "until must lie after since.", "Correct the dates.", on)

    def _fault(self, place: str, expected: str, remedy: str, on: date | None = None) -> PackProblem:
        return PackProblem(self.name, place, expected, remedy, on)

"""Loads a pack and refuses one that is not sound: file, key, date, what was expected, what to do."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path
from typing import Any, TypeVar
from zoneinfo import ZoneInfo

from pydantic import BaseModel, ValidationError

from homeward.policy.checks import check_parameter, check_vocabulary
from homeward.policy.digest import content_digest
from homeward.policy.errors import PackError, PackProblem
from homeward.policy.faults import faults_of
from homeward.policy.models import PackFile, ParameterFile, SourceFile, VocabularyFile, WorkflowFile
from homeward.policy.pack import Pack
from homeward.policy.parameters import Parameter
from homeward.policy.strict_yaml import read_yaml
from homeward.policy.vocabularies import Vocabulary
from homeward.policy.workflow_checks import check_workflow
from homeward.policy.workflows import Workflow

SHELF = Path(__file__).resolve().parent.parent / "packs"

_Model = TypeVar("_Model", bound=BaseModel)


def packs(shelf: Path = SHELF) -> tuple[str, ...]:
    """The ids of the packs on the shelf."""
    return tuple(sorted(path.parent.name for path in shelf.glob("*/pack.yaml")))


def load_pack(pack: str | Path) -> Pack:
    """A pack by its id on the shelf or the path of its folder. Raises PackError with every fault found."""
    folder = SHELF / pack if isinstance(pack, str) and "/" not in pack else Path(pack)
    if not (folder / "pack.yaml").is_file():
        held = ", ".join(packs()) or "none"
        raise PackError(
            [PackProblem(str(pack), "", "There is no such pack.", f"Use one of: {held}, or a pack's folder.")]
        )
    return _load(folder.resolve())


@lru_cache(maxsize=16)
def _load(folder: Path) -> Pack:
    return _Loader(folder).load()


class _Loader:
    """Reads everything first, so that one run names every fault."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.problems: list[PackProblem] = []
        self.content: dict[str, Any] = {}

    def load(self) -> Pack:
        head = self._file("pack.yaml", PackFile)
        sources = self._sources()
        vocabularies = self._vocabularies(head, sources)
        parameters = self._parameters(sources, vocabularies)
        workflows = self._workflows(head, sources, vocabularies)
        words = self._words(head)
        if head is not None:
            self._check_head(head, parameters)
        if self.problems or head is None:
            raise PackError(self.problems)
        return Pack(
            id=head.id,
            title=head.title,
            version=head.version,
            digest=content_digest(self.content),
            commissioner=head.commissioner,
            country=head.country,
            subdivision=head.subdivision,
            time_zone=head.time_zone,
            currency=head.currency,
            financial_year_first_month=head.financial_year_first_month,
            languages=tuple(head.languages),
            coverage=head.coverage,
            sources=sources,
            parameters=parameters,
            vocabularies=vocabularies,
            words=words,
            folder=self.folder,
            workflows=workflows,
        )

    def _read(self, name: str) -> Any:
        try:
            self.content[name] = read_yaml(self.folder / name, name)
        except PackError as error:
            self.problems += error.problems
            return None
        return self.content[name]

    def _file(self, name: str, model: type[_Model]) -> _Model | None:
        data = self._read(name)
        return None if name not in self.content else self._validated(name, "", data, model)

    def _validated(self, name: str, prefix: str, data: Any, model: type[_Model]) -> _Model | None:
        try:
            return model.model_validate(data)
        except ValidationError as error:
            self.problems += faults_of(error, name, prefix)
            return None

    def _sources(self) -> dict[str, SourceFile]:
        data = self._read("sources.yaml")
        if not isinstance(data, dict):
            if "sources.yaml" in self.content:
                self._complain(
                    "sources.yaml", "", "Expected a list of ids with their source.", "Add the sources."
                )
            return {}
        found = {str(k): self._validated("sources.yaml", str(k), v, SourceFile) for k, v in data.items()}
        return {key: source for key, source in found.items() if source is not None}

    def _names(self, folder: str) -> list[str]:
        base = self.folder / folder
        return sorted(path.relative_to(self.folder).as_posix() for path in base.rglob("*.yaml"))

    def _vocabularies(self, head: PackFile | None, sources: dict[str, SourceFile]) -> dict[str, Vocabulary]:
        result = {}
        for name in self._names("vocabularies"):
            model = self._file(name, VocabularyFile)
            if model is not None:
                languages = tuple(head.languages) if head else ()
                vocabulary, problems = check_vocabulary(name, model, languages, sources)
                self.problems += problems
                result[vocabulary.name] = vocabulary
        return result

    def _parameters(
        self, sources: dict[str, SourceFile], vocabularies: dict[str, Vocabulary]
    ) -> dict[str, Parameter]:
        result = {}
        for name in self._names("parameters"):
            model = self._file(name, ParameterFile)
            if model is not None:
                parameter, problems = check_parameter(name, model, sources, vocabularies)
                self.problems += problems
                result[parameter.path] = parameter
        return result

    def _workflows(
        self,
        head: PackFile | None,
        sources: dict[str, SourceFile],
        vocabularies: dict[str, Vocabulary],
    ) -> dict[str, Workflow]:
        result = {}
        for name in self._names("workflows"):
            model = self._file(name, WorkflowFile)
            if model is not None:
                languages = tuple(head.languages) if head else ()
                workflow, problems = check_workflow(name, model, languages, sources, vocabularies)
                self.problems += problems
                result[workflow.name] = workflow
        return result

    def _words(self, head: PackFile | None) -> dict[str, dict[str, str]]:
        result: dict[str, dict[str, str]] = {}
        for name in self._names("words"):
            data = self._read(name)
            language = Path(name).stem
            if head is not None and language not in head.languages:
                self._complain(
                    name, "", "pack.yaml does not list this language.", "List it, or remove the file."
                )
            if not isinstance(data, dict) or not all(
                isinstance(text, str) and text for text in data.values()
            ):
                self._complain(
                    name, "", "Expected message ids with their text.", "Write id: text, one a line."
                )
                continue
            result[language] = {str(key): text for key, text in data.items()}
        return result

    def _check_head(self, head: PackFile, parameters: dict[str, Parameter]) -> None:
        if head.id != self.folder.name:
            self._complain(
                "pack.yaml", "id", f"Expected the folder's name, {self.folder.name}.", "Make them equal."
            )
        try:
            ZoneInfo(head.time_zone)
        except (KeyError, ValueError, OSError):
            self._complain(
                "pack.yaml", "time_zone", f"{head.time_zone} is no time zone.", "Use e.g. Europe/London."
            )
        areas = {path.split(".")[0] for path in parameters}
        for area in sorted(areas - set(head.coverage)):
            self._complain(
                "pack.yaml", "coverage", f"Nothing is said about {area}.", "Add it with state and note."
            )
        for area, coverage in sorted(head.coverage.items()):
            if coverage.state == "not_modelled" and area in areas:
                self._complain(
                    "pack.yaml",
                    f"coverage.{area}",
                    "Not modelled, yet it has parameters.",
                    "Say partial or complete.",
                )

    def _complain(self, file: str, key: str, expected: str, remedy: str) -> None:
        self.problems.append(PackProblem(file, key, expected, remedy))

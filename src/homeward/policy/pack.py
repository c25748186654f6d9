"""A loaded pack."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

from homeward.policy.models import AreaCoverage, SourceFile
from homeward.policy.overrides import Override, check_overrides
from homeward.policy.parameters import Parameter
from homeward.policy.vocabularies import Vocabulary
from homeward.policy.workflows import Workflow

if TYPE_CHECKING:
    from homeward.policy.local import LocalRow
    from homeward.policy.reader import Policy


@dataclass(frozen=True)
class Pack:
    """One jurisdiction's policy: dated values, code lists, words. Immutable; compare by ``digest``.

    ``words``: language, then message id, then the whole message. ``beneath`` is the pack as shipped, where
    ``local_rows`` of a body lie over it.
    """

    id: str
    title: str
    version: str
    digest: str
    commissioner: str
    country: str
    subdivision: str | None
    time_zone: str
    currency: str
    financial_year_first_month: int
    languages: tuple[str, ...]
    coverage: Mapping[str, AreaCoverage]
    sources: Mapping[str, SourceFile]
    parameters: Mapping[str, Parameter]
    vocabularies: Mapping[str, Vocabulary]
    words: Mapping[str, Mapping[str, str]]
    folder: Path
    workflows: Mapping[str, Workflow] = field(default_factory=dict)
    beneath: Pack | None = None
    local_rows: tuple[LocalRow, ...] = ()

    def policy(self, overrides: Iterable[Override | Mapping[str, Any]] = ()) -> Policy:
        """A reader that records what it read. Raises OverrideRefused for overrides that cannot stand."""
        from homeward.policy.reader import Policy

        return Policy(self, check_overrides(overrides, self.parameters, self.vocabularies))

    def vocabulary(self, name: str) -> Vocabulary:
        """A code list. Raises KeyError naming the pack's lists when there is none of that name."""
        try:
            return self.vocabularies[name]
        except KeyError:
            held = ", ".join(sorted(self.vocabularies))
            raise KeyError(f"the pack {self.id} has no code list {name!r}; it has {held}") from None

    def workflow(self, name: str) -> Workflow:
        """A journey. Raises KeyError naming the pack's journeys when there is none of that name."""
        try:
            return self.workflows[name]
        except KeyError:
            held = ", ".join(sorted(self.workflows)) or "none"
            raise KeyError(f"the pack {self.id} has no journey {name!r}; it has {held}") from None

    def word(self, message: str, language: str) -> str | None:
        """A whole message in a language, else in the pack's first language, else None."""
        for wanted in (language, *self.languages):
            if message in self.words.get(wanted, {}):
                return self.words[wanted][message]
        return None

    def scenario_files(self) -> list[Path]:
        return sorted((self.folder / "scenarios").rglob("*.yaml"))

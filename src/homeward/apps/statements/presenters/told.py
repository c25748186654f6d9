"""A version's tables and notes, by the rule that made it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from homeward.apps.statements.partnered import tables as partnered
from homeward.apps.statements.partnered.figures import is_funding
from homeward.apps.statements.presenters.flags import flag_notes
from homeward.apps.statements.presenters.loading_tables import loading_table
from homeward.apps.statements.presenters.tables import children, headline, money_table
from homeward.apps.statements.presenters.words import Json, Words


@dataclass(frozen=True)
class Told:
    """A line with a target, a fee, or a weekly price: told by the rule `utilisation`."""

    version: Any

    @staticmethod
    def of(version: Any) -> Told:
        return ToldFunding(version) if is_funding(version.decision) else Told(version)

    def headline(self) -> list[Json]:
        return headline(self.version)

    def children(self) -> list[Json]:
        return children(self.version.decision, self.version.facts, self.version.body)

    def flags(self, lines_seen: set[str]) -> list[Json]:
        return flag_notes(self.version.decision, lines_seen)

    def money(self, explained: dict[str, Json], assessment: Any, invented: bool) -> Json:
        return money_table(self.version, explained, assessment, invented)

    def loadings(self, assessment: Any) -> Json | None:
        return loading_table(self.version, assessment)


class ToldFunding(Told):
    """A care partner's line: told by the rule `funding`."""

    def headline(self) -> list[Json]:
        return partnered.headline(self.version)

    def children(self) -> list[Json]:
        return partnered.children(self.version.decision, self.version.facts)

    def flags(self, lines_seen: set[str]) -> list[Json]:
        words = Words(self.version, None, links=False, rule="funding")
        return partnered.flag_notes(self.version.decision, words)

    def money(self, explained: dict[str, Json], assessment: Any, invented: bool) -> Json:
        return partnered.money_table(self.version, explained, invented)

    def loadings(self, assessment: Any) -> Json | None:
        return None

"""The agreed version of a locked quarter against what is known now: nights by child, money by line."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from homeward.apps.statements.figures import children
from homeward.apps.statements.models import Version
from homeward.apps.statements.partnered import figures as partnered
from homeward.apps.statements.partnered.words import CODES
from homeward.apps.statements.presenters.adjusting import code_words
from homeward.engine.adjustments import is_limit, positions

Json = dict[str, Any]


@dataclass(frozen=True)
class Pair:
    """One figure on both sides."""

    name: str
    agreed: Any
    known: Any
    by_decision: bool = False

    @property
    def difference(self) -> Any:
        return None if self.agreed is None or self.known is None else self.known - self.agreed

    @property
    def differs(self) -> bool:
        return bool(self.agreed != self.known)


def nights_by_child(agreed: Version, known: Version) -> list[Pair]:
    """Counted nights of every child on either side, those that differ first."""
    then, now = _children(agreed.decision), _children(known.decision)
    pairs = [Pair(child, then.get(child, 0), now.get(child, 0)) for child in sorted({*then, *now})]
    return sorted(pairs, key=lambda pair: (not pair.differs, pair.name))


def money_by_line(agreed: Version, known: Version) -> list[Pair]:
    """Each money code: due by rule, entitled when approved, the most that may be abated."""
    if partnered.is_funding(agreed.decision):
        return _partnered(agreed, known)
    then, now = positions(agreed.decision), positions(known.decision)
    found = []
    for code in [*then, *(c for c in now if c not in then)]:
        name = code_words(agreed.body, code)
        old, new = then.get(code), now.get(code)
        for words, side in (("", "due"), (", when approved", "entitled"), (", at most", "limit")):
            a, b = (getattr(p, side) if p else Decimal(0) for p in (old, new))
            if a or b or (side == "limit" and is_limit(code)):
                found.append(Pair(f"{name}{words}", a, b, by_decision=side != "due"))
    return found


def _partnered(agreed: Version, known: Version) -> list[Pair]:
    then, now = partnered.by_code(agreed.decision), partnered.by_code(known.decision)
    zero = Decimal(0)
    return [
        Pair(CODES[code], then.get(code, zero), now.get(code, zero)) for code in dict.fromkeys((*then, *now))
    ]


def figures(agreed: Version, known: Version) -> list[Pair]:
    """Nights and contracted nights as a whole."""
    found = [Pair("Actual nights", agreed.actual_nights, known.actual_nights)]
    if agreed.contracted_nights is not None or known.contracted_nights is not None:
        found.append(Pair("Contracted nights", agreed.contracted_nights, known.contracted_nights))
    return found


def _children(decision: Json) -> dict[str, int]:
    return {row["child"]: row["nights"] for row in children(decision)}

"""What a picture is drawn from, and what comes out."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from hashlib import sha256


@dataclass(frozen=True)
class Point:
    """One figure over time. ``shown`` is its exact wording ("88.0"); a value of None is a gap ("n/a").

    ``label`` may hold a line break: "Q1\\n2026-27".
    """

    label: str
    value: Fraction | int | None
    shown: str

    @property
    def name(self) -> str:
        """The label in one line, for a sentence."""
        return self.label.replace("\n", " ")


@dataclass(frozen=True)
class Edge:
    """A level's edge. A placeholder is drawn dashed in violet, a sourced one thin in ink."""

    name: str
    value: Fraction | int
    placeholder: bool = False


@dataclass(frozen=True)
class Picture:
    """A rendering. Width and height are CSS pixels; ``digest`` names the bytes for caches."""

    svg: bytes
    width: int
    height: int

    @property
    def digest(self) -> str:
        return sha256(self.svg).hexdigest()[:16]

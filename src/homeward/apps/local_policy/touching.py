"""What a value would touch: asked of the apps above, which alone know what was counted with it."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from homeward.apps.accounts.actors import Actor
from homeward.kernel.ranges import DateRange


@dataclass(frozen=True)
class Touched:
    """A figure that was counted with the value: what it is called, where it stands, whether both sides agreed it."""

    text: str
    href: str
    locked: bool


Source = Callable[[Actor, str, tuple[str, ...], DateRange], Iterable[Touched]]
_SOURCES: list[Source] = []


def touched_source(source: Source) -> Source:
    """Register a function from actor, parameter, keys and days to what was counted with that value."""
    _SOURCES.append(source)
    return source


def touched_by(actor: Actor, path: str, keys: tuple[str, ...], period: DateRange) -> list[Touched]:
    """Everything that reads the parameter for these keys on one of these days. Addresses only where one may look."""
    return [found for source in _SOURCES for found in source(actor, path, keys, period)]

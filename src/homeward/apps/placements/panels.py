"""A place on the placement page for the apps above: where it came from, the statements that count it.

An app registers a function from the person and the placement to a panel, or None for nothing to say::

    @placement_panel
    def counted_in(actor, placement):
        return Panel(_("Statements that count it"), rows=(PanelRow("Q1 2026-27", href, "31 nights"),))
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from homeward.apps.accounts.actors import Actor
from homeward.apps.placements.models import Placement


@dataclass(frozen=True)
class PanelRow:
    text: str
    href: str = ""
    note: str = ""


@dataclass(frozen=True)
class Panel:
    """A heading and its rows; `empty` is said when there are none."""

    title: str
    rows: tuple[PanelRow, ...] = ()
    empty: str = ""


Source = Callable[[Actor, Placement], Panel | None]
_SOURCES: list[Source] = []


def placement_panel(source: Source) -> Source:
    """Register a panel of the placement page. The source itself asks `visible_to(actor)`."""
    _SOURCES.append(source)
    return source


def panels_for(actor: Actor, placement: Placement) -> list[Panel]:
    """The panels of a placement, in the order of their apps."""
    found = (source(actor, placement) for source in _SOURCES)
    return [panel for panel in found if panel is not None]

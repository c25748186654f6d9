"""A place on a child's page for what an app above has to say of the child, such as a statement of correction.

An app registers a function from the person and the child to its remarks; the function itself asks what the person may
see::

    @remark_source
    def statements(actor, child):
        yield Remark(_("Statement of correction."), text, "warn")
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from homeward.apps.accounts.actors import Actor
from homeward.apps.children.models import Child


@dataclass(frozen=True)
class Remark:
    """A heading, a sentence and where to read more; `state` as the note component knows it."""

    head: str
    text: str
    state: str = "info"
    href: str = ""
    link: str = ""


Source = Callable[[Actor, Child], Iterable[Remark]]
_SOURCES: list[Source] = []


def remark_source(source: Source) -> Source:
    """Register a function that knows something to be said on a child's page."""
    _SOURCES.append(source)
    return source


def remarks_on(actor: Actor, child: Child) -> list[Remark]:
    """What is said of a child to a person, in the order of the apps."""
    return [remark for source in _SOURCES for remark in source(actor, child)]

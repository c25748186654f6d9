"""A place at the head of a provider's or home's page for what an app above has to say of it, such as a restriction.

An app registers a function from the person and the thing to its remarks; the function itself asks what the person may
see::

    @remark_source
    def restrictions(actor, thing):
        yield Remark(_("No new placements."), text, "bad", href, _("Read the restriction"))
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from homeward.apps.accounts.actors import Actor
from homeward.apps.providers.models import Home, Provider


@dataclass(frozen=True)
class Remark:
    """A heading, a sentence and where to read more; `state` as the note component knows it."""

    head: str
    text: str
    state: str = "info"
    href: str = ""
    link: str = ""


Source = Callable[[Actor, Provider | Home], Iterable[Remark]]
_SOURCES: list[Source] = []


def remark_source(source: Source) -> Source:
    """Register a function that knows something to be said on the page of a provider or home."""
    _SOURCES.append(source)
    return source


def remarks_on(actor: Actor, thing: Provider | Home) -> list[Remark]:
    """What is said of a thing to a person, in the order of the apps."""
    return [remark for source in _SOURCES for remark in source(actor, thing)]

"""Which things have documents: each app says it once for each kind of thing, and which kinds of document it takes.

Who may read a thing may read its documents, unless the kind of document says narrower.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.db.models import Model

from homeward.kernel.reasons import Reason

Ask = Callable[[Any, Any], bool]


def _everybody(by: Any, thing: Any) -> bool:
    return True


def _nobody(by: Any, thing: Any) -> bool:
    return False


def _no_children(document: Any, thing: Any) -> Iterable[Any]:
    return ()


def _no_reasons(document: Any, thing: Any, by: Any, side: str) -> Sequence[Reason]:
    return ()


@dataclass(frozen=True)
class Signing:
    """How a kind of document is signed: which sides, who for them, what else must hold, and what follows.

    `guards` gets document, thing, actor and the side signed for, and returns every reason against signing now.
    `signed` gets the signature, the thing (its row locked) and the actor, in the transaction of the signature.
    `scan_kind` is the kind of document under which the scan of a signed paper is added. `consequences` are told
    beside the form.
    """

    may_sign: Ask
    signed: Callable[[Any, Any, Any], None]
    may_witness: Ask
    guards: Callable[[Any, Any, Any, str], Sequence[Reason]] = _no_reasons
    consequences: Callable[[Any, Any], Sequence[str]] = lambda thing, by: ()
    sides: tuple[str, ...] = ("provider", "body")
    scan_kind: str = "signed_paper"


@dataclass(frozen=True)
class PaperKind:
    """A kind of document. `may_add` and `may_read` are asked with the actor and the thing, `may_read` after the
    thing itself has been found visible. A kind without `signing` is not signed."""

    code: str
    label: Any
    may_add: Ask = _nobody
    may_read: Ask = _everybody
    signing: Signing | None = None


@dataclass(frozen=True)
class Shelf:
    """The documents of one kind of thing. `children` are those whose record a reader of a document has read."""

    model: type[Model]
    address: Callable[[Any], str]
    words: Callable[[Any], str]
    kinds: tuple[PaperKind, ...]
    children: Callable[[Any, Any], Iterable[Any]] = field(default=_no_children)

    def kind(self, code: str) -> PaperKind:
        return next(k for k in self.kinds if k.code == code)


_SHELVES: dict[str, Shelf] = {}


def register_shelf(shelf: Shelf) -> Shelf:
    """Give a kind of thing its documents; a kind of thing has exactly one shelf."""
    label = shelf.model._meta.label_lower
    if label in _SHELVES:
        raise ValueError(f"{label} already has its documents.")
    _SHELVES[label] = shelf
    return shelf


def shelf_of(thing: Model | str) -> Shelf:
    """The shelf of a thing, or of a kind of thing by its name. Raises KeyError for one without documents."""
    return _SHELVES[thing if isinstance(thing, str) else thing._meta.label_lower]


def shelves() -> dict[str, Shelf]:
    return dict(_SHELVES)


def side_of(by: Any) -> str:
    """For whom a person acts: provider or body."""
    return "provider" if by.organisation is not None else "body"

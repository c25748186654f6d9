"""Whom a restriction binds: the body it belongs to, and where that is a consortium, its member authorities.

Who is a member is known above (access to a framework has its days), so whoever knows registers a source. Without any,
a body is bound by itself alone. Everything else asks the three functions here.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable

from homeward.apps.accounts.models import CommissioningBody

Ties = Callable[[dt.date], Iterable[tuple[int, int]]]
_SOURCES: list[Ties] = []


def membership_source(source: Ties) -> Ties:
    """Register a function from a day to pairs of keys: a consortium's body and a body that belongs to it then."""
    _SOURCES.append(source)
    return source


def _pairs(on: dt.date) -> list[tuple[int, int]]:
    return [pair for source in _SOURCES for pair in source(on)]


def binding_bodies(body: CommissioningBody, on: dt.date) -> frozenset[int]:
    """Keys of the bodies whose restrictions bind a body on a day: itself, and the consortia it belongs to."""
    return frozenset({body.pk, *(consortium for consortium, member in _pairs(on) if member == body.pk)})


def bound_bodies(body: CommissioningBody, on: dt.date) -> frozenset[int]:
    """Keys of the bodies that a body's restrictions bind on a day: itself, and its members."""
    return frozenset({body.pk, *(member for consortium, member in _pairs(on) if consortium == body.pk)})


def consortia_of(body: CommissioningBody, on: dt.date) -> list[CommissioningBody]:
    """The consortia a body belongs to on a day, by name; a body that belongs to none answers for itself."""
    others = binding_bodies(body, on) - {body.pk}
    return list(CommissioningBody.objects.filter(pk__in=others or {body.pk}).order_by("name"))

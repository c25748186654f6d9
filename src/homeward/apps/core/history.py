"""History by triggers: each insert, update and delete of a tracked row leaves an event row nobody may change."""

from collections.abc import Callable, Collection
from typing import TypeVar

import pghistory
import pgtrigger
from django.db import models

M = TypeVar("M", bound=type[models.Model])


def tracked(model: M) -> M:
    """Keep the history of a model.

    The default trackers leave a delete without a trace, so all three are named; each model needs its own,
    because a tracker takes on the fields of the model it meets first.
    """
    track = pghistory.track(
        pghistory.InsertEvent(), pghistory.UpdateEvent(), pghistory.DeleteEvent(), append_only=True
    )
    return track(model)


def tracked_in_bulk(model: M) -> M:
    """Keep the history of a model whose records files bring in by the thousand: one look at all that a statement
    inserted, in place of one for each row, which took most of the time of a load."""
    track = pghistory.track(
        pghistory.InsertEvent(level=pghistory.Statement),
        pghistory.UpdateEvent(),
        pghistory.DeleteEvent(),
        append_only=True,
    )
    return track(model)


def kept_once_published(states: Collection[str], *fields: str) -> list[pgtrigger.Protect]:
    """Triggers for a record with a `state`: in these states the database lets nobody delete it, change one of the fields
    named, or give it another state than `replaced`."""
    other = ~pgtrigger.Q(new__state="replaced")
    for field in fields:
        other |= pgtrigger.Q(**{f"old__{field}__df": pgtrigger.F(f"new__{field}")})
    kept = pgtrigger.Q(old__state__in=states)
    return [
        pgtrigger.Protect(name="published_stays", operation=pgtrigger.Update, condition=kept & other),
        pgtrigger.Protect(name="published_is_kept", operation=pgtrigger.Delete, condition=kept),
    ]


def tracked_but(*ignored: str) -> Callable[[M], M]:
    """Keep the history of a model, but no row for a change of nothing but the fields named."""

    def track(model: M) -> M:
        changed = pghistory.UpdateEvent(condition=pgtrigger.AnyChange(exclude=list(ignored)))
        follow = pghistory.track(pghistory.InsertEvent(), changed, pghistory.DeleteEvent(), append_only=True)
        return follow(model)

    return track

"""What every service does around its writing: may it, who and why, and constraints answered in words."""

from __future__ import annotations

import uuid
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import wraps
from typing import Any, ParamSpec, TypeVar

import pghistory
from django.db import IntegrityError, models, transaction
from pghistory import runtime

from homeward.apps.core.refusals import Refused, plain
from homeward.kernel.reasons import Reason

P = ParamSpec("P")
T = TypeVar("T")


@contextmanager
def acting(by: Any, action: str, reason: str = "") -> Iterator[None]:
    """Write who, for whom and why into the history of everything changed inside.

    Nested contexts of the library share one row, so that in a long job the last reason would stand for all
    earlier ones; each service therefore gets a context of its own, which keeps what the request said.
    """
    told = {"by": by.label, "acting_for": by.acting_for, "action": action, "reason": reason}
    with pghistory.context():
        outer = runtime._tracker.value
        runtime._tracker.value = runtime.Context(id=uuid.uuid4(), metadata={**outer.metadata, **told})
        try:
            yield
        finally:
            runtime._tracker.value = outer


@contextmanager
def writing(by: Any, action: str, what: str, reason: str = "") -> Iterator[None]:
    """One service's writing: all or nothing, with its history, and a broken constraint told neutrally.

    The checks before name what is wrong. What only the database sees (another person was quicker, a record of
    somebody else's) must not be described, so it gets one sentence that says neither.
    """
    try:
        with acting(by, action, reason), transaction.atomic():
            yield
    except IntegrityError as error:
        raise Refused(what, [Reason("record.collides")]) from error


def service(action: str, what: str) -> Callable[[Callable[P, T]], Callable[P, T]]:
    """`writing` around the whole of a service: for those that lock before they check.

    The service is called with keywords only; `by` signs, and its `reason`, where it takes one, is the history's.
    """

    def wrap(do: Callable[P, T]) -> Callable[P, T]:
        @wraps(do)
        def done(*args: P.args, **kwargs: P.kwargs) -> T:
            with writing(kwargs["by"], action, what, str(kwargs.get("reason", ""))):
                return do(*args, **kwargs)

        return done

    return wrap


def hold(thing: models.Model) -> None:
    """Lock a record until the transaction ends and read it anew: what another person changed after it was read stays.

    Records that name it by key can still be written meanwhile.
    """
    rows = type(thing)._base_manager.select_for_update(of=("self",), no_key=True)
    thing.refresh_from_db(from_queryset=rows)


def permit(allowed: bool, what: str) -> None:
    """Refuse when the actor may not do this, in the same words whether the thing exists or not."""
    if not allowed:
        raise Refused(what, [Reason("record.not_permitted")])


plain(
    "record.not_permitted",
    title="It was not found, or your role does not do this",
    fact="In the role you act in there is no such record that you may change.",
    lift="Act in another of your roles, or ask an administrator for one that may.",
    who="An administrator",
)
plain(
    "record.collides",
    title="It collides with what is already recorded",
    fact="Another record already stands where this one would stand, perhaps made a moment ago.",
    lift="Open the page again, look at what is recorded now, and repeat what is still needed.",
    who="You",
)

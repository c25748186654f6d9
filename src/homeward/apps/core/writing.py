"""What every service does around its writing: may it, who and why, and constraints answered in words."""

from __future__ import annotations

import uuid
from collections.abc import Callable, Hashable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from functools import wraps
from typing import Any, ParamSpec, TypeVar, cast

import pghistory
from django.db import IntegrityError, models, transaction
from django.utils import timezone
from pghistory import runtime

from homeward.apps.core.refusals import Refused, plain
from homeward.kernel.reasons import Reason

P = ParamSpec("P")
T = TypeVar("T")
D = TypeVar("D", bound=Callable[[], object])


# What is to be done once before the outermost writing of this thread commits, by its key.
_AT_THE_END: ContextVar[dict[Hashable, Callable[[], object]] | None] = ContextVar("at_the_end", default=None)


def at_the_end(key: Hashable, do: D) -> D:
    """Do something once per key when everything is written, in the same transaction, before it commits.

    For what follows from many writes together: a bulk load that touches a quarter a thousand times counts it again
    once. What fails there fails the writing. Whoever hears news before the writing asks for it here; outside a
    writing there is no end to wait for, so it is a mistake and raises RuntimeError. Returns what is to be done under
    that key, which whoever asked first may have brought: it can gather what it is to be done to.
    """
    waiting = _AT_THE_END.get()
    if waiting is None:
        raise RuntimeError(
            f"{key} was asked for outside a writing: wrap the services in `writing` or `together`"
        )
    return cast(D, waiting.setdefault(key, do))


@contextmanager
def together() -> Iterator[None]:
    """Several services as one writing: what they ask for at the end is done once, after the last of them.

    The outermost wins. What is asked for while the end is worked off is done too. Enter it inside the transaction.
    """
    if _AT_THE_END.get() is not None:
        yield
        return
    waiting: dict[Hashable, Callable[[], object]] = {}
    token = _AT_THE_END.set(waiting)
    try:
        yield
        while waiting:
            waiting.pop(next(iter(waiting)))()
    finally:
        _AT_THE_END.reset(token)


@contextmanager
def acting(by: Any, action: str, reason: str = "") -> Iterator[None]:
    """Write who, for whom and why into the history of everything changed inside.

    Nested contexts of the library share one row, so that in a long job the last reason would stand for all
    earlier ones; each service therefore gets a context of its own, which keeps what the request said. The days
    worked out inside are the body's own, also in a job or a command, where no request has set its clock.
    """
    told = {"by": by.label, "acting_for": by.acting_for, "action": action, "reason": reason}
    with pghistory.context(), timezone.override(by.body.time_zone):
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
        with acting(by, action, reason), transaction.atomic(), together():
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

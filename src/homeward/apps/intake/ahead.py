"""One item ahead: while the database writes one part of a file, the next is read and checked beside it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextvars import copy_context
from typing import Any, TypeVar

from django.db import connections

T = TypeVar("T")
_END: Any = object()


def ahead(items: Callable[[], Iterator[T]], *, beside: bool) -> Iterator[T]:
    """What the iterator yields, each item made in a thread of its own, on its own connection, before it is asked for.

    The thread sees only what was committed. `beside`: whether that is enough; where what is read was written in this
    very transaction, every item is made when it is asked for.
    """
    if not beside:
        yield from items()
        return
    context = copy_context()  # the body's day and language hold there too
    with ThreadPoolExecutor(max_workers=1, thread_name_prefix="ahead") as pool:

        def run(function: Callable[..., Any], *given: Any) -> Any:
            return pool.submit(context.run, function, *given)

        made = run(items).result()
        waiting = run(next, made, _END)
        try:
            while (item := waiting.result()) is not _END:
                waiting = run(next, made, _END)
                yield item
        finally:
            run(getattr(made, "close", lambda: None))
            run(connections.close_all).result()

"""Domain events: how an app tells those standing above it, without knowing them.

Handlers run in the transaction of the news, in the order they subscribed; a handler that fails fails the news.
Messages to people go through notices and the outbox, which wait for the commit by themselves.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Sequence
from typing import Any

Handler = Callable[[Any], None]
ManyHandler = Callable[[Sequence[Any]], None]
_AT_ONCE: dict[Handler, ManyHandler] = {}
_HANDLERS: dict[type, list[Handler]] = defaultdict(list)


def subscribe(event: type) -> Callable[[Handler], Handler]:
    def register(handler: Handler) -> Handler:
        _HANDLERS[event].append(handler)
        return handler

    return register


def at_once(handler: Handler) -> Callable[[ManyHandler], ManyHandler]:
    """Give a handler a way to hear many news of its kind at once, where a file brings them by the thousand."""

    def register(many: ManyHandler) -> ManyHandler:
        _AT_ONCE[handler] = many
        return many

    return register


def publish_many(events: Sequence[Any]) -> None:
    """Publish news of one kind: each handler hears all of them, at once if it has a way to, else one by one."""
    for handler in _HANDLERS[type(events[0])] if events else ():
        if handler in _AT_ONCE:
            _AT_ONCE[handler](events)
            continue
        for event in events:
            handler(event)


def publish(event: Any) -> None:
    for handler in _HANDLERS[type(event)]:
        handler(event)

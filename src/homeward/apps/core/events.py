"""Domain events: how an app tells those standing above it, without knowing them.

Handlers run in the transaction of the news, in the order they subscribed; a handler that fails fails the news.
Messages to people go through notices and the outbox, which wait for the commit by themselves.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable
from typing import Any

Handler = Callable[[Any], None]
_HANDLERS: dict[type, list[Handler]] = defaultdict(list)


def subscribe(event: type) -> Callable[[Handler], Handler]:
    def register(handler: Handler) -> Handler:
        _HANDLERS[event].append(handler)
        return handler

    return register


def publish(event: Any) -> None:
    for handler in _HANDLERS[type(event)]:
        handler(event)

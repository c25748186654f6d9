"""Many at once, each in a thread and connection of its own."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

from django.db import connections

from homeward.apps.core.refusals import Refused


def outcomes(deed: Callable[[int], object], times: int) -> list[str]:
    """Do something many times at once; each is "done" or "refused", anything else fails the test."""

    def one(number: int) -> str:
        try:
            deed(number)
            return "done"
        except Refused:
            return "refused"
        finally:
            connections.close_all()

    with ThreadPoolExecutor(times) as pool:
        return list(pool.map(one, range(times)))

"""Showing again who one is, at the moment of signing. How that is done is known above; here it is only asked."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from homeward.kernel.reasons import Reason


@dataclass(frozen=True)
class Shown:
    """How a person showed who they are, in words; or every reason why they did not."""

    words: str = ""
    reasons: Sequence[Reason] = ()


@dataclass(frozen=True)
class Proof:
    """What a person gave: a password, a one-time code, and when they last used a passkey in this session."""

    password: str
    code: str = ""
    passkey_at: dt.datetime | None = None


Check = Callable[[Any, Proof], Shown]
_CHECKS: list[Check] = []


def presence_check(check: Check) -> Check:
    """Register the one way in which presence is shown."""
    if _CHECKS:
        raise ValueError("There is already a way to show presence.")
    _CHECKS.append(check)
    return check


def show_presence(user: Any, proof: Proof) -> Shown:
    return _CHECKS[0](user, proof)

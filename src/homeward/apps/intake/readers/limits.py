"""How large a file may be. Beyond a limit the file is refused whole, with the limit and a remedy."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Limits:
    """Bytes as received and unpacked, rows below the header, columns, characters in a cell, parts of a package."""

    bytes: int = 30_000_000
    unpacked_bytes: int = 200_000_000
    rows: int = 100_000
    columns: int = 100
    cell_characters: int = 2_000
    parts: int = 2_000
    files: int = 40


LIMITS = Limits()

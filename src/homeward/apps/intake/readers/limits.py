"""How large a file may be. Beyond a limit the file is refused whole, with the limit and a remedy."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Limits:
    """Bytes as received and unpacked, rows below the header, columns, characters in a cell, parts of a package.

    CSV is read piece by piece and may be longer where it is taken from a disk; a workbook or package is read whole.
    """

    bytes: int = 30_000_000
    package_bytes: int = 30_000_000
    unpacked_bytes: int = 200_000_000
    rows: int = 100_000
    workbook_rows: int = 100_000
    columns: int = 100
    cell_characters: int = 2_000
    parts: int = 2_000
    files: int = 40


LIMITS = Limits()
# For a file that an operator has loaded from the disk by the command, of a kind that is checked part by part.
FROM_DISK = Limits(bytes=500_000_000, rows=2_000_000)

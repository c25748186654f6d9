"""Files as they were given: their bytes, or where they lie."""

from __future__ import annotations

import hashlib
import io
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

PIECE = 1 << 20


@dataclass(frozen=True, slots=True)
class GivenFile:
    """A file's own name, without its folder, and its bytes; or its path, when it is read piece by piece."""

    name: str
    data: bytes = b""
    path: Path | None = None

    def open(self) -> BinaryIO:
        return io.BytesIO(self.data) if self.path is None else self.path.open("rb")

    def read(self) -> bytes:
        """All of it, for what cannot be read piece by piece."""
        return self.data if self.path is None else self.path.read_bytes()

    def pieces(self) -> Iterator[bytes]:
        with self.open() as source:
            while piece := source.read(PIECE):
                yield piece

    @property
    def size(self) -> int:
        return len(self.data) if self.path is None else self.path.stat().st_size

    @property
    def digest(self) -> str:
        digest = hashlib.sha256()
        for piece in self.pieces():
            digest.update(piece)
        return digest.hexdigest()

    def to_json(self) -> dict[str, str | int]:
        return {"name": self.name, "bytes": self.size, "sha256": self.digest}

"""The SQL text that ships with the package."""

from __future__ import annotations

from functools import cache
from importlib import resources

SEGMENTS, SUMS, CHILDREN = "segments", "sums", "children"


@cache
def text(name: str) -> str:
    """The statement of that name, without its closing semicolon, in DuckDB's dialect."""
    return (
        resources.files(__package__).joinpath(f"{name}.sql").read_text(encoding="utf-8").strip().rstrip(";")
    )

"""typst to PDF/UA-1 and PDF/A-2a: the same bytes for the same data, and no warning let through."""

from __future__ import annotations

import datetime as dt
import json
import re
import tempfile
import unicodedata
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any

from homeward.web.charts.style import FONTS

TEMPLATES = Path(__file__).parent / "templates"
MARK = Path(__file__).parent.parent / "static/web/mark.svg"
STANDARDS: list[Any] = ["ua-1", "a-2a"]
NAME = re.compile(r"[a-z][a-z0-9_]*")
PICTURE = re.compile(r"[a-z][a-z0-9_-]*\.(svg|png)")


class PaperError(RuntimeError):
    """A paper that would not be whole: a glyph, font or alt text is missing, or the data are not what it needs."""


def compile_paper(
    name: str, data: Mapping[str, Any], *, pictures: Mapping[str, bytes] | None = None, lang: str = "en"
) -> bytes:
    """The template `name` filled with `data`, as a tagged PDF whose language is `lang`.

    `data` is JSON with a `date` (2026-07-01): the paper's own day, since a paper reads no clock. It reaches the
    template as a file of values, so nothing in it can become markup. The template sees that file, the
    pictures and its own text, and no other file. Raises PaperError on any warning or error.
    """
    import typst  # a large compiled module: loaded with the first paper

    if not NAME.fullmatch(name) or not (TEMPLATES / f"{name}.typ").is_file():
        raise PaperError(f"There is no paper named {name!r}.")
    files: Any = {  # files by their content: typst takes them, though its types do not say so
        "main.typ": (TEMPLATES / f"{name}.typ").read_bytes(),
        "mark.svg": MARK.read_bytes(),
        "data.json": json.dumps(
            legible({**data, "lang": lang.split("-")[0]}), ensure_ascii=False, sort_keys=True
        ).encode(),
    }
    for file, content in (pictures or {}).items():
        if not PICTURE.fullmatch(file) or file == "mark.svg":
            raise PaperError(f"A picture may not be named {file!r}.")
        files[file] = content
    moment = dt.datetime.combine(dt.date.fromisoformat(data["date"]), dt.time(), dt.UTC)
    with tempfile.TemporaryDirectory(prefix="homeward-paper-") as empty:
        try:
            content, warnings = typst.compile_with_warnings(
                files, root=empty, font_paths=[str(FONTS), str(_signs())], ignore_system_fonts=True, package_path=empty,
                package_cache_path=empty, format="pdf", pdf_standards=STANDARDS, timestamp=int(moment.timestamp()),
            )  # fmt: skip
        except typst.TypstError as error:
            raise PaperError(f"The paper {name} cannot be made: {error}") from error
    if warnings:
        raise PaperError(f"The paper {name} has warnings: {'; '.join(str(w) for w in warnings)}")
    return bytes(content)


@cache
def _signs() -> Path:
    """DejaVu Sans, which comes with the charts' library: for what the house's subset cannot draw, such as ≤."""
    import matplotlib

    return Path(matplotlib.get_data_path()) / "fonts" / "ttf"


@cache
def _glyphs() -> frozenset[str]:
    """Every character that can be drawn in each weight of one of the two fonts."""
    from matplotlib.ft2font import FT2Font

    families = (sorted(FONTS.glob("*.ttf")), [_signs() / f"DejaVuSans{w}.ttf" for w in ("", "-Bold")])
    found = [
        set.intersection(*(set(FT2Font(str(path)).get_charmap()) for path in paths)) for paths in families
    ]
    return frozenset(map(chr, set.union(*found)))


def legible(value: Any) -> Any:
    """Data with every character that neither font can draw written as its code, such as [U+1F600].

    A person may type anything as a reason, and a paper must neither fail nor drop it. What can be composed from a letter
    and its accent is composed first; line breaks and tabs become spaces, and what is no sign at all goes.
    """
    if isinstance(value, str):
        whole = unicodedata.normalize("NFC", value)
        return "".join(_drawn(c) for c in whole)
    if isinstance(value, Mapping):
        return {str(k): legible(v) for k, v in value.items()}
    if isinstance(value, list | tuple):
        return [legible(v) for v in value]
    return value


def _drawn(character: str) -> str:
    kind = unicodedata.category(character)
    if character in "\n\r\t" or kind.startswith("Z"):
        return character if kind == "Zs" and character in _glyphs() else " "
    if kind in ("Cc", "Cf"):  # among them those that turn the direction of what follows
        return ""
    return character if character in _glyphs() else f"[U+{ord(character):04X}]"

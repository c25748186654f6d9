"""Makes the fonts of charts and papers: matplotlib and typst read TrueType, the packages ship web fonts.

Run by ``make vendor`` after the build. Latin and latin-ext are joined, so that macrons, ŵ and ŷ are there.
Times are fixed, so the same input gives the same bytes.
"""

from __future__ import annotations

import io
from pathlib import Path

from fontTools.merge import Merger
from fontTools.ttLib import TTFont

HERE = Path(__file__).resolve().parent
FILES = HERE / "node_modules/@fontsource/noto-sans/files"
OUT = HERE.parent / "src/homeward/web/charts/fonts"
NAMES = {400: "Regular", 600: "SemiBold", 700: "Bold"}


def _plain(path: Path) -> io.BytesIO:
    font = TTFont(path)
    font.flavor = None
    for table in (
        "GSUB",
        "GPOS",
        "GDEF",
        "STAT",
        "DSIG",
    ):  # charts need outlines and widths only
        if table in font:
            del font[table]
    plain = io.BytesIO()
    font.save(plain)
    plain.seek(0)
    return plain


def main() -> None:
    OUT.mkdir(parents=True, exist_ok=True)
    for weight, name in NAMES.items():
        parts = [
            _plain(FILES / f"noto-sans-{subset}-{weight}-normal.woff") for subset in ("latin", "latin-ext")
        ]
        font = Merger().merge(parts)
        font["head"].created = font["head"].modified = 0
        font.recalcTimestamp = False
        font.save(OUT / f"NotoSans-{name}.ttf")


if __name__ == "__main__":
    main()

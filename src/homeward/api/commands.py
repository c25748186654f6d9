"""`homeward openapi`: the description of the interface as a file, for those who generate a client from it."""

from __future__ import annotations

import argparse
from pathlib import Path

from homeward.api.description import written


def openapi(argv: list[str]) -> int:
    """Write the description, or say whether the file still says what the code does."""
    parser = argparse.ArgumentParser(
        prog="homeward openapi", description="Write the description of the interface (OpenAPI 3.1)."
    )
    parser.add_argument("file", nargs="?", default="docs/openapi.json", help="where to (docs/openapi.json)")
    parser.add_argument(
        "--check", action="store_true", help="write nothing; exit 1 when the file is out of date"
    )
    options = parser.parse_args(argv)
    path, text = Path(options.file), written()
    if options.check:
        same = path.exists() and path.read_text(encoding="utf-8") == text
        print(f"{path} is up to date." if same else f"{path} is out of date: run make openapi.")
        return 0 if same else 1
    path.write_text(text, encoding="utf-8")
    print(f"{path} is written.")
    return 0

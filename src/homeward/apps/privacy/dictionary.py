"""Writes the purposes of the register into the data dictionary: `python -m homeward.apps.privacy.dictionary PAGE`.

The page is written by hand, but for one line of each record: the purposes of its personal fields.
"""

from __future__ import annotations

import re
import sys
from pathlib import Path

STARTS = "*Purpose of personal fields:*"


def with_purposes(page: str, lines: dict[str, str]) -> str:
    """The page with the line of each record, by its heading, put after what is said of the record; an old line goes."""

    def written(found: re.Match[str]) -> str:
        name, rest = found[1], re.sub(rf"^{re.escape(STARTS)}.*\n\n?", "", found[2], flags=re.MULTILINE)
        if name not in lines:
            return f"### {name}\n{rest}"
        head, table = rest.partition("\n| Field |")[::2]
        return f"### {name}\n{head.rstrip()}\n\n{lines[name]}\n\n| Field |{table}" if table else found[0]

    return re.sub(r"^### ([\w.]+)\n(.*?)(?=^##|\Z)", written, page, flags=re.MULTILINE | re.DOTALL)


def main(arguments: list[str]) -> int:
    """Rewrite one page in place. Answers 2 without exactly one page."""
    if len(arguments) != 1:
        sys.stderr.write(
            "Give the page: python -m homeward.apps.privacy.dictionary docs/data-dictionary.md\n"
        )
        return 2
    import django

    django.setup()
    from homeward.apps.privacy.purposes import dictionary_line, register

    names = [entry.name for entry in register()]
    lines = {
        (entry.name if names.count(entry.name) == 1 else entry.label): dictionary_line(entry)
        for entry in register()
    }
    path = Path(arguments[0])
    path.write_text(with_purposes(path.read_text(), lines))
    return 0


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))

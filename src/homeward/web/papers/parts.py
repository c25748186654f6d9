"""The parts of a paper, as plain data: what `templates/paper.typ` sets.

Strings are text, never markup. A mark is `{"text": …, "state": …}` with the states of the pages (ok, warn, bad, info,
plain, placeholder, chosen); its words stand in the paper, so that nothing rests on colour.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from django.utils.translation import gettext

Json = dict[str, Any]
Mark = Mapping[str, str]


def paper(
    *, title: str, caption: str, running: str, version: str, date: dt.date, sections: Sequence[Json], author: str = "",
    tags: Iterable[Mark | None] = (), facts: Iterable[Json] = (), as_it_was: str = "", foot: str = "",
) -> Json:  # fmt: skip
    """A whole paper. `running` and `version` stand at the head of every page, `foot` at its foot."""
    return {
        "title": title, "caption": caption, "running": running, "version": version, "date": date.isoformat(),
        "author": author, "tags": _marks(tags), "facts": list(facts), "as_it_was": as_it_was, "foot": foot,
        "sections": [s for s in sections if s["blocks"]], "page": gettext("Page {n} of {total}"),
    }  # fmt: skip


def section(heading: str, blocks: Iterable[Json | None], *, level: int = 2) -> Json:
    """A heading with its parts; one without parts is left out. Level 3 stands within the level 2 before it."""
    return {"heading": heading, "level": level, "blocks": [b for b in blocks if b is not None]}


def text(words: str, *, muted: bool = False, leads: bool = False) -> Json:
    """A paragraph. One that leads stays on the page of what follows it."""
    return {"kind": "text", "text": words, "muted": muted, "leads": leads}


def figures(items: Iterable[Mapping[str, Any]]) -> Json:
    """The strip of figures: label, value (with its unit) and what it is of."""
    return {
        "kind": "figures",
        "items": [
            {
                "label": i["label"],
                "value": f"{i['value']} {i['unit']}" if i.get("unit") else str(i["value"]),
                "of": i.get("of", ""),
            }
            for i in items
        ],
    }


def pair(label: str, words: str, mark: Mark | None = None) -> Json:
    return {"label": label, "text": words, "tags": _marks([mark])}


def pairs(items: Iterable[Json]) -> Json | None:
    found = list(items)
    return {"kind": "pairs", "items": found} if found else None


def column(head: str, *, numeric: bool = False, wide: int = 0) -> Json:
    """`wide`: its part of the width that the other columns leave; 0 takes only what its words need."""
    return {"head": head, "numeric": numeric, "wide": int(wide)}


def cell(words: Any, *marks: Mark | None, depth: int = 0, bold: bool = False) -> Json:
    return {"text": str(words), "tags": _marks(marks), "depth": depth, "bold": bold}


def table(columns: Sequence[Json], rows: Iterable[Sequence[Any]], foot: Sequence[Any] = ()) -> Json | None:
    """A table with its head on every page. Cells are text or `cell(…)`; one without rows is left out."""
    wide = list(columns)
    body = [[c if isinstance(c, dict) else cell(c) for c in row] for row in rows]
    if any(len(row) != len(wide) for row in [*body, *([foot] if foot else [])]):
        raise ValueError("Every row of a table has one cell a column.")
    if not any(c["wide"] for c in wide):
        wide[0] = {**wide[0], "wide": 1}
    last: list[Json] = []
    for c in foot:  # a foot's words run on over the empty cells that follow them
        if c == "" and last:
            last[-1]["span"] += 1
        else:
            last.append({**(c if isinstance(c, dict) else cell(c)), "span": 1})
    return {"kind": "table", "columns": wide, "rows": body, "foot": last} if body else None


def item(words: str, head: str = "") -> Json:
    return {"text": words, "head": head}


def points(items: Iterable[Json]) -> Json | None:
    found = list(items)
    return {"kind": "list", "items": found} if found else None


def numbered(items: Iterable[Json]) -> Json | None:
    found = list(items)
    return {"kind": "numbered", "items": found} if found else None


def picture(file: str, alt: str, *, width: int = 100) -> Json:
    """A picture given to `compile_paper` under the same name; width in percent of the column."""
    return {"kind": "picture", "file": file, "alt": alt, "width": width}


def signature(side: str, lines: Iterable[tuple[str, str]]) -> Json:
    """One side's place: what stands in each line, or a line to write on where it is empty."""
    return {"side": side, "lines": [{"label": label, "text": words} for label, words in lines]}


def signatures(places: Iterable[Json]) -> Json:
    return {"kind": "signatures", "places": list(places)}


def _marks(marks: Iterable[Mark | None]) -> list[Json]:
    return [{"text": m["text"], "state": m["state"]} for m in marks if m]

"""Papers: tagged PDF for the record, and the parts they are made of.

    data = paper(title=…, caption=…, date=…, sections=[section("Money", [table(…)])])
    content = compile_paper("paper", data, pictures={"plot.svg": picture.svg}, lang="en")

The toolkit knows no statement and no agreement; apps give it parts (see `parts`). Why typst, and how a
reader's text is kept apart from markup: docs/adr/0022-papers.md.
"""

from homeward.web.papers.compiling import PaperError, compile_paper
from homeward.web.papers.parts import (
    cell,
    column,
    figures,
    item,
    numbered,
    pair,
    pairs,
    paper,
    picture,
    points,
    section,
    signature,
    signatures,
    table,
    text,
)

__all__ = [
    "PaperError",
    "cell",
    "column",
    "compile_paper",
    "figures",
    "item",
    "numbered",
    "pair",
    "pairs",
    "paper",
    "picture",
    "points",
    "section",
    "signature",
    "signatures",
    "table",
    "text",
]

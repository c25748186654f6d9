"""A version of a statement as a tagged PDF."""

from __future__ import annotations

from typing import Any

from django.utils.translation import get_language

from homeward.apps.statements.papers.identity import as_it_was, facts, identity
from homeward.apps.statements.papers.working import working_blocks, working_rows
from homeward.apps.statements.reading import Reading, picture
from homeward.web import numbers, papers
from homeward.web.dates import short_date

Json = dict[str, Any]
FIGURE_KEYS = (
    "share",
    "actual_nights",
    "contracted_nights",
    "level",
    "growth",
    "abatement_limit",
    "exceed",
    "total",
)
MONEY, LOADING = "money.", "loading."
PLACEHOLDER = {"text": "Placeholder", "state": "placeholder"}
PLOT = "plot.svg"


def statement_pdf(reading: Reading) -> bytes:
    """PDF/UA-1. The same reading gives the same bytes."""
    pictures = {PLOT: picture(reading.version, reading.quarters, "wide").svg} if reading.has_picture else {}
    return papers.compile_paper(
        "paper", statement_data(reading), pictures=pictures, lang=get_language() or "en"
    )


def statement_data(reading: Reading) -> Json:
    """The parts of the paper, in the order of the page."""
    return papers.paper(
        title=f"{reading.line_words}, {reading.statement.label}",
        **identity(reading),
        tags=reading.tags,
        as_it_was=as_it_was(reading),
        facts=facts(reading),
        sections=[
            papers.section("Figures", [papers.figures(reading.figures)]),
            *_working("How the figures were worked out", reading, figure_keys(reading)),
            papers.section(
                f"{'Share' if reading.has_picture else 'Nights'} by {reading.count.period}",
                _quarters(reading),
            ),
            papers.section("Nights by child", _children(reading)),
            papers.section("Loadings", _loadings(reading)),
            *_working("How the loadings were worked out", reading, keys_of(reading, LOADING)),
            papers.section("Money", _money(reading)),
            *_working("How the money was worked out", reading, tuple(reading.money["explained"])),
            papers.section(
                "Flags", [papers.points(papers.item(f["text"], f["head"]) for f in reading.flags)]
            ),
            papers.section("Values without a source", _placeholders(reading)),
            papers.section("Disputes", [_disputes(reading)]),
            papers.section("Assessment", [_assessment(reading)]),
            papers.section(
                "State of agreement",
                [papers.numbered(papers.item(s["text"], s["title"]) for s in reading.steps)],
            ),
            papers.section("What this rests on", [_authority(reading)]),
        ],
    )


def keys_of(reading: Reading, family: str) -> tuple[str, ...]:
    """The explained figures of one family, such as `money.`, in the order of the decision."""
    return tuple(key for key in reading.explained if key.startswith(family))


def figure_keys(reading: Reading) -> tuple[str, ...]:
    """The figures of no family: those the page opens with, in its order, then any other."""
    own = [key for key in reading.explained if not key.startswith((MONEY, LOADING))]
    return tuple(sorted(own, key=lambda key: (*FIGURE_KEYS, key).index(key)))


def _loadings(reading: Reading) -> list[Json | None]:
    """Contract against actual, category by category; what follows in money; nights nobody has classed."""
    found = reading.loadings
    if found is None:
        return []
    columns = [
        papers.column("Loading for", wide=1),
        *(papers.column(h, numeric=True) for h in ("Contract", "Actual", "Difference", "Rate", "Money")),
        papers.column("What follows"),
    ]
    rows = [
        (
            r["label"], r["contract"], r["actual"], r["difference"],
            papers.cell(r["rate"], PLACEHOLDER if r["placeholder"] else None), r["amount"], r["outcome"],
        )
        for r in found["rows"]
    ]  # fmt: skip
    net = found["net"]
    foot = (net["label"], "", "", "", "", net["amount"], net["outcome"]) if net else ()
    silent = papers.text(
        "The line has no contract loading for this quarter: the actual loading is shown only."
    )
    gaps = [papers.item(_gap(g), f"{g['head']}.") for g in found["gaps"]]
    return [
        silent if found["status"] == "not_configured" else None,
        papers.table(columns, rows, foot),
        papers.points(gaps),
    ]


def _adjustments(reading: Reading) -> list[Json | None]:
    """What earlier, locked quarters turned out to differ by: both sides agree it with this statement."""
    columns = [
        papers.column("Quarter"),
        papers.column("What"),
        *(papers.column(h, numeric=True) for h in ("Nights", "By rule", "Open to decision")),
        papers.column("Why", wide=1),
    ]
    rows = [
        (a["adjustment"].origin.label, a["name"], a["nights"], a["amount"], a["to_decide"], a["reason"])
        for a in reading.adjustments
    ]
    return [papers.table(columns, rows)]


def _gap(gap: Json) -> str:
    rows = [
        f"{r['who']}{', home ' + r['home'] if r['home'] else ''}: {numbers.number(r['nights'])}, {r['at']}"
        for r in gap["rows"]
    ]
    return f"{numbers.number(gap['nights'])} counted nights. {'; '.join(rows)}."


def _working(heading: str, reading: Reading, keys: tuple[str, ...]) -> list[Json]:
    """Each figure: its sentence as heading, its steps, what it rests on."""
    return _told(heading, [reading.explained[key] for key in keys if key in reading.explained])


def _told(heading: str, shown: list[Json]) -> list[Json]:
    sections = [
        papers.section(e["sentence"], working_blocks(working_rows(e), e["authority"]), level=3) for e in shown
    ]
    lead = papers.text(
        "Each sentence is followed by its steps and by what it rests on.", muted=True, leads=True
    )
    return [papers.section(heading, [lead]), *sections] if sections else []


def _quarters(reading: Reading) -> list[Json | None]:
    columns = [papers.column(reading.count.period.capitalize()), *(
        papers.column(h, numeric=True) for h in ("Contracted nights", "Actual nights", "Share")
    ), papers.column("State", wide=1)]  # fmt: skip
    rows = [
        (
            q.label,
            numbers.number(q.contracted) if q.contracted is not None else "n/a",
            numbers.number(q.actual),
            f"{numbers.number(q.share, 1)} %" if q.share is not None else "n/a",
            q.state,
        )
        for q in reading.quarters
    ]
    drawn = [papers.picture(PLOT, reading.story, width=92)] if reading.has_picture else []
    return [*drawn, papers.table(columns, rows)]


def _children(reading: Reading) -> list[Json | None]:
    columns = [
        papers.column("Child"),
        papers.column(f"Stay in the {reading.count.period}"),
        *(papers.column(h, numeric=True) for h in ("Nights", "Not counted", "Counted")),
        papers.column("Inclusions, exclusions and flags", wide=1),
    ]
    rows = [
        (
            r["child"],
            r["stay"],
            numbers.number(r["nights"]),
            numbers.number(-r["excluded"]) if r["excluded"] else "–",
            numbers.number(r["counted"]),
            r["remarks"] or "–",
        )
        for r in reading.rows
    ]
    totals = reading.totals
    foot = (
        f"{len(rows)} {'child' if len(rows) == 1 else 'children'}",
        "",
        numbers.number(totals["nights"]),
        numbers.number(-totals["excluded"]) if totals["excluded"] else "–",
        numbers.number(totals["counted"]),
        reading.count.foot,
    )
    last = papers.text(
        "Last nights are shown as the last night slept. A child who left on 15 August is shown “to 14 Aug”.",
        muted=True,
    )
    if not rows:
        return [papers.text(f"No child stayed on this line in the {reading.count.period}.")]
    return [papers.table(columns, rows, foot), last]


def _money(reading: Reading) -> list[Json | None]:
    money = reading.money
    mark = PLACEHOLDER if money["placeholder"] else None
    columns = [
        papers.column("Line", wide=2),
        papers.column("Working", wide=5),
        papers.column("Amount", numeric=True),
    ]
    rows = [(m["label"], papers.cell(m["working"], mark), m["amount"]) for m in money["rows"]]
    note = papers.text(
        f"{reading.statement.body.currency}. Rounded once per line, to the cent.", muted=True, leads=True
    )
    return [note, papers.table(columns, rows, (money["label"], "", money["total"]))]


def _placeholders(reading: Reading) -> list[Json | None]:
    found = [papers.item(f"{p['text']}.") for p in reading.placeholders]
    if not found:
        return []
    words = "No published figure was found for these. Do not quote them as department rules."
    return [papers.text(words), papers.points(found)]


def _disputes(reading: Reading) -> Json | None:
    columns = [
        papers.column("Child"),
        papers.column("What was said", wide=1),
        papers.column("Answer", wide=1),
    ]
    return papers.table(columns, [_dispute(d) for d in reading.disputes])


def _dispute(dispute: Any) -> tuple[str, str, str]:
    said = f"{dispute.reason} {dispute.raised_by.name}, {short_date(dispute.raised_at)}, on version {dispute.version.number}."
    if not dispute.answer:
        return dispute.child_reference, said, "Waiting for an answer"
    by = f"{dispute.answered_by.name}, {short_date(dispute.answered_at)}."
    return (
        dispute.child_reference,
        said,
        f"{dispute.get_answer_display()}. {dispute.answer_text} {by}".replace("  ", " "),
    )


def _assessment(reading: Reading) -> Json | None:
    found = reading.assessment
    if found is None:
        return None
    approved = (
        f"{found.approved_by.name}, {short_date(found.approved_at)}" if found.approved_by else "not yet"
    )
    return papers.pairs(
        [
            papers.pair("Level", found.level or "n/a"),
            papers.pair("Payable", numbers.money(found.payable_amount, reading.statement.body.currency)),
            papers.pair("Assessed by", f"{found.assessed_by.name}, {short_date(found.assessed_at)}"),
            papers.pair("Approved by", approved),
        ]
    )


def _authority(reading: Reading) -> Json | None:
    """Every value that any figure read, once, with its clause and its mark."""
    columns = [papers.column("Value", wide=2), papers.column("What it is and where it stands", wide=7)]
    rows = [(a["label"], papers.cell(a["text"], a["mark"])) for a in every_authority(reading)]
    return papers.table(columns, rows)


def every_authority(reading: Reading) -> list[Json]:
    """Each value read by the figures, once, in the order first read."""
    once: dict[tuple[str, str], Json] = {}
    for explained in reading.explained.values():
        for line in explained["more_authority"]:
            once.setdefault((line["label"], line["text"]), line)
    return list(once.values())

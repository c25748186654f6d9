"""A version of a statement as a workbook: figures, nights by child, money, working, authority; its totals are live."""

from __future__ import annotations

from decimal import Decimal, InvalidOperation
from fractions import Fraction
from typing import Any

from homeward.apps.statements.papers.identity import as_it_was, identity, pack_words
from homeward.apps.statements.papers.statement import LOADING, every_authority, figure_keys, keys_of
from homeward.apps.statements.papers.working import working_rows
from homeward.apps.statements.reading import Reading
from homeward.web.dates import nights, short_date
from homeward.web.numbers import MINUS
from homeward.web.workbooks import Amount, Cell, Formula, Sheet, workbook

Json = dict[str, Any]
NIGHTS, MONEY = "Nights by child", "Money"


def statement_workbook(reading: Reading) -> bytes:
    """XLSX. Its totals are worked out anew from its own cells, and it is refused where they are not ours."""
    who = identity(reading)
    children, money = _children(reading), money_sheet(reading)
    sheets = [_figures(reading, children, money), children, money, _loadings(reading), _adjustments(reading)]
    sheets += [_working(reading), _authority(reading), _road(reading), _flags(reading)]
    return workbook(
        [s for s in sheets if s.rows], title=f"{who['running']}, {who['version']}", made=who["date"]
    )


def _figures(reading: Reading, children: Sheet, money: Sheet) -> Sheet:
    count = reading.count
    rows: list[list[Cell]] = [*identity_rows(reading), [None]]
    total = len(children.rows) + 2  # the foot stands below the rows and the head
    actual = count.actual
    counted = Formula(f"'{NIGHTS}'!E{total}", actual) if children.rows else actual
    rows.append(["Actual nights", counted])
    here = len(rows) + 1
    if (contracted := count.contracted) is not None:
        rows.append(["Contracted nights", contracted])
        if contracted:
            share = Formula(f"B{here}/B{here + 1}", Fraction(actual, contracted), "percent")
            rows.append(["Share of target", share, count.share + " % as shown"])
    for figure in reading.figures[1:] if count.contracted is not None else reading.figures:
        unit = f" {figure['unit']}" if figure.get("unit") else ""
        rows.append([figure["label"], f"{figure['value']}{unit}", figure.get("of", "")])
    foot = money.foot[0][2]
    assert isinstance(foot, Formula)
    rows.append([reading.money["label"], Formula(f"{MONEY}!C{len(money.rows) + 2}", foot.value, "money")])
    return Sheet("Figures", ["Figure", "Value", "Of"], rows, widths=(34, 44, 40))


def identity_rows(reading: Reading) -> list[list[Cell]]:
    """Whose paper it is and what it rests on."""
    statement, version, line = reading.statement, reading.version, reading.statement.line
    rows: list[list[Cell]] = [
        ["Commissioned by", statement.body.name],
        ["Provider", statement.organisation.name],
        ["Agreement and line", f"{line.agreement.reference}, line {line.number}, {reading.line_words}"],
        [reading.count.period.capitalize(), f"{statement.label}, {nights(reading.period)}"],
        ["Version", f"{version.number}, made on {short_date(version.created_at)}. {version.reason}"],
        ["State", ". ".join(t["text"] for t in reading.tags)],
        ["Records SHA-256", version.facts_digest],
        ["Pack", pack_words(reading)],
    ]
    return [*rows, ["Note", as_it_was(reading)]] if as_it_was(reading) else rows


def _children(reading: Reading) -> Sheet:
    head = [
        "Child",
        f"Stay in the {reading.count.period}",
        "Nights",
        "Not counted",
        "Counted",
        "Inclusions, exclusions and flags",
    ]
    rows: list[list[Cell]] = [
        [
            r["child"], r["stay"], r["nights"], r["excluded"],
            Formula(f"C{down}-D{down}", r["counted"]), r["remarks"],
        ]
        for down, r in enumerate(reading.rows, start=2)
    ]  # fmt: skip
    last, totals = len(rows) + 1, reading.totals
    sums = [
        Formula(f"SUM({column}2:{column}{last})", totals[key])
        for column, key in (("C", "nights"), ("D", "excluded"), ("E", "counted"))
    ]
    return Sheet(NIGHTS, head, rows, [["Total", None, *sums]] if rows else [], (12, 30, 10, 12, 10, 60))


def money_sheet(reading: Reading) -> Sheet:
    """Money line by line. What is not decided stays words, which a sum passes over."""
    rows: list[list[Cell]] = [
        [
            m["label"],
            m["working"],
            _cell_of(m["amount"]),
            "Placeholder" if reading.money["placeholder"] else None,
        ]
        for m in reading.money["rows"]
    ]
    payable = amount_of(reading.money["total"])
    total = Formula(f"SUM(C2:C{len(rows) + 1})", payable if payable is not None else 0, "money")
    head = ["Line", "Working", f"Amount, {reading.statement.body.currency}", "Mark"]
    return Sheet(MONEY, head, rows, [[reading.money["label"], None, total]], (36, 70, 16, 14))


def _cell_of(text: str) -> Cell:
    amount = amount_of(text)
    return text if amount is None else Amount(amount)


def amount_of(text: str) -> Decimal | None:
    """The amount that a page shows as `− $1,408.70`; None where it shows words, such as "not yet"."""
    plain = "".join(text.replace(MINUS, "-").split()).replace(",", "").replace("+", "")
    sign, figures = ("-", plain[1:]) if plain.startswith("-") else ("", plain)
    try:
        return Decimal(sign + figures.lstrip("$£€").strip())
    except InvalidOperation:
        return None


def _loadings(reading: Reading) -> Sheet:
    """Loadings as the page shows them: what is contracted, what was carried, what follows."""
    head = ["Loading for", "Contract", "Actual", "Difference", "Rate", "Money", "What follows", "Mark"]
    found = reading.loadings or {"rows": [], "net": None}
    rows: list[list[Cell]] = [
        [
            r["label"], r["contract"], r["actual"], r["difference"], r["rate"], _cell_of(r["amount"]), r["outcome"],
            "Placeholder" if r["placeholder"] else None,
        ]
        for r in found["rows"]
    ]  # fmt: skip
    if net := found["net"]:
        rows.append([net["label"], None, None, None, None, _cell_of(net["amount"]), net["outcome"]])
    return Sheet("Loadings", head, rows, widths=(40, 12, 12, 12, 10, 14, 30, 14))


def _adjustments(reading: Reading) -> Sheet:
    head = ["Quarter", "What", "Nights", "By rule", "Open to decision", "Why"]
    rows: list[list[Cell]] = [
        [
            a["adjustment"].origin.label, a["name"], int(a["adjustment"].nights), _cell_of(a["amount"]),
            _cell_of(a["to_decide"]), a["reason"],
        ]
        for a in reading.adjustments
    ]  # fmt: skip
    return Sheet("Adjustments", head, rows, widths=(14, 40, 10, 14, 18, 70))


def _working(reading: Reading) -> Sheet:
    rows: list[list[Cell]] = []
    for key in (*figure_keys(reading), *keys_of(reading, LOADING), *reading.money["explained"]):
        explained = reading.explained[key]
        sentence = explained["sentence"]
        rows += [[sentence, r.number, "    " * r.depth + r.text, r.value] for r in working_rows(explained)]
    return Sheet("Working", ["Figure", "Step", "Working", "Result"], rows, widths=(50, 8, 70, 18))


def _authority(reading: Reading) -> Sheet:
    rows: list[list[Cell]] = [
        [a["label"], a["text"], a["mark"]["text"] if a["mark"] else None] for a in every_authority(reading)
    ]
    return Sheet("Authority", ["Value", "What it is and where it stands", "Mark"], rows, widths=(30, 100, 16))


def _road(reading: Reading) -> Sheet:
    rows: list[list[Cell]] = [[s["title"], s["text"]] for s in reading.steps]
    return Sheet("State of agreement", ["Step", "Who and when"], rows, widths=(34, 80))


def _flags(reading: Reading) -> Sheet:
    rows: list[list[Cell]] = [[f["head"], f["text"]] for f in reading.flags]
    rows += [["Placeholder.", p["text"]] for p in reading.placeholders]
    return Sheet("Flags", ["Flag", "What it says"], rows, widths=(34, 90))

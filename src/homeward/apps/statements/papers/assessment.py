"""The assessment of a quarter as a tagged PDF and as a workbook: what was decided, within which limits, by whom."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from django.utils.translation import get_language

from homeward.apps.core.vocabulary import label_of
from homeward.apps.statements import figures
from homeward.apps.statements.models import Assessment
from homeward.apps.statements.papers.identity import facts, identity
from homeward.apps.statements.papers.workbook import identity_rows, money_sheet
from homeward.apps.statements.partnered import figures as partnered
from homeward.apps.statements.reading import Reading
from homeward.web import numbers, papers
from homeward.web.dates import long_date
from homeward.web.workbooks import Cell, Sheet, workbook

Json = dict[str, Any]


def assessment_pdf(reading: Reading) -> bytes:
    """PDF/UA-1. The reading must hold the assessment, which it does only for those who may read it."""
    return papers.compile_paper("paper", assessment_data(reading), lang=get_language() or "en")


def assessment_data(reading: Reading) -> Json:
    found = _found(reading)
    return papers.paper(
        title=f"Assessment of {reading.statement.label}, {reading.line_words}",
        **identity(reading),
        tags=[{"text": "Approved", "state": "ok"} if found.approved_by else _WAITING],
        facts=facts(reading),
        sections=[
            papers.section("Figures agreed", [papers.figures(reading.figures)]),
            papers.section("What was decided", [papers.pairs(papers.pair(*p) for p in decided(reading))]),
            papers.section("Factors considered", [] if _is_confirmed(found) else _factors(found)),
            papers.section("Money", _money(reading)),
            papers.section("Who decided", [papers.pairs(papers.pair(*p) for p in who(found))]),
        ],
    )


_WAITING = {"text": "Waiting for approval", "state": "warn"}


def _found(reading: Reading) -> Assessment:
    if reading.assessment is None:
        raise ValueError("This reader has no assessment to read.")
    return reading.assessment


def decided(reading: Reading) -> list[tuple[str, str]]:
    """Level, responses, abatement beside its limit, growth beside its entitlement, and what is payable."""
    found, decision, body = _found(reading), found_decision(reading), reading.statement.body
    asked = [label_of(body, "level_responses", r) for r in found.responses]
    payable = ("Payable", numbers.money(found.payable_amount, body.currency))
    if partnered.is_funding(decision):
        return [payable]
    rows = [("Level", found.level or "n/a"), ("Response", ", ".join(asked) or "none")]
    if decision["line"]["in_utilisation"]:
        rows += [
            ("Abatement", _abatement(reading, found, decision)),
            ("Growth", _growth(reading, found, decision)),
        ]
    further = (
        ("Abatement of loadings", -found.loading_abatements_amount),
        ("Adjustments of earlier quarters", found.adjustments_amount),
    )
    rows += [(label, numbers.money(amount, body.currency)) for label, amount in further if amount]
    return [*rows, payable]


def _is_confirmed(found: Assessment) -> bool:
    """A care partner's month is confirmed: no factor is considered."""
    return partnered.is_funding(found.version.decision)


def found_decision(reading: Reading) -> Json:
    """The figures both sides agreed: those of the version that was assessed."""
    decision: Json = _found(reading).version.decision
    return decision


def _abatement(reading: Reading, found: Assessment, decision: Json) -> str:
    currency = reading.statement.body.currency
    limit = figures.abatement_limit(decision)
    most = "no limit could be worked out" if limit is None else f"limit {numbers.money(limit, currency)}"
    reason = f". {found.abatement_reason}" if found.abatement_reason else ""
    return f"{numbers.money(found.abatement_amount, currency)}, {most}{reason}"


def _growth(reading: Reading, found: Assessment, decision: Json) -> str:
    currency = reading.statement.body.currency
    most = numbers.money(figures.growth_payable(decision) or Decimal(0), currency)
    reason = f". {found.growth_reason}" if found.growth_reason else ""
    return f"{numbers.money(found.growth_amount, currency)}, entitlement {most}{reason}"


def _factors(found: Assessment) -> list[Json | None]:
    rows = [papers.pair(_factor_name(f["factor"]), f["found"]) for f in found.factors]
    return [papers.pairs(rows) or papers.text("No factor was recorded.")]


def _factor_name(code: str) -> str:
    return code.replace("_", " ").capitalize()


def _money(reading: Reading) -> list[Json | None]:
    columns = [
        papers.column("Line"),
        papers.column("Working", wide=1),
        papers.column("Amount", numeric=True),
    ]
    mark = {"text": "Placeholder", "state": "placeholder"} if reading.money["placeholder"] else None
    rows = [(m["label"], papers.cell(m["working"], mark), m["amount"]) for m in reading.money["rows"]]
    return [papers.table(columns, rows, (reading.money["label"], "", reading.money["total"]))]


def who(found: Assessment) -> list[tuple[str, str]]:
    approved = f"{found.approved_by.name}, {long_date(found.approved_at)}" if found.approved_by else "not yet"
    return [
        ("Assessed by", f"{found.assessed_by.name}, {long_date(found.assessed_at)}"),
        ("Approved by", approved),
    ]


def assessment_workbook(reading: Reading) -> bytes:
    """XLSX: the decision, the factors, and the money lines whose sum is what is payable."""
    found, who_words = _found(reading), identity(reading)
    rows: list[list[Cell]] = [*identity_rows(reading), [None]]
    rows += [[label, words] for label, words in (*decided(reading), *who(found))]
    sheets = [Sheet("Assessment", ["What", "Decided"], rows, widths=(30, 90)), money_sheet(reading)]
    factors: list[list[Cell]] = [[_factor_name(f["factor"]), f["found"]] for f in found.factors]
    if factors:
        sheets.append(Sheet("Factors", ["Factor", "What was found"], factors, widths=(40, 90)))
    return workbook(sheets, title=f"Assessment, {who_words['running']}", made=who_words["date"])

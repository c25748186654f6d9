"""Agreements and their lines, with dated terms."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import Any

from pydantic import Field

from homeward.api.reading import bounds
from homeward.api.shapes.common import Named, Spanned, Told
from homeward.api.shapes.providers import provider_named
from homeward.apps.agreements.models import Agreement, Line


class TargetShape(Spanned):
    """Minimum placements between two dates."""

    placements: int
    reference: str = Field(description="Clause or document it rests on.")


class RateShape(Spanned):
    """A price between two dates."""

    kind: str = Field(description="base_unit_annual, standard_unit_annual, per_night or per_week.")
    amount: str = Field(description="In the body's currency.")
    is_placeholder: bool = Field(description="No source gives this price; it is invented. Do not quote it.")
    reference: str = Field(description="Clause or document it rests on.")


class LoadingShape(Spanned):
    """What the contract carries of one loading between two dates: placements, or a percentage of the target."""

    category: str = Field(description="aboriginal, or a remoteness class of the jurisdiction.")
    placements: str | None = Field(description="How many; may have decimals.")
    percent: str | None = Field(description="Of the minimum placements, where the contract says it so.")
    reference: str = Field(description="Clause or document it rests on.")


class LineShape(Told):
    """One line of an agreement: what has a target, a price and a statement each period."""

    id: str = Field(description="Public id.")
    agreement: Named
    number: int
    name: str = Field(description="How pages and files name it, such as A-2001 line 1.")
    provider: Named | None
    service_type: str = Field(description="A code of the pack's service_types.")
    placement_type: str
    method: str = Field(
        description="block (funded with a target), per_night (fee for service) or per_week (individual contract)."
    )
    home: Named | None = Field(description="The one home of a line that buys one home's places.")
    cost_code: str
    start: dt.date = Field(description="First day in force.")
    end: dt.date | None = Field(description="First day no longer in force; null while open.")
    targets: list[TargetShape]
    rates: list[RateShape]
    loadings: list[LoadingShape]


class AgreementShape(Told):
    """An agreement of the body with a provider."""

    id: str = Field(description="Public id.")
    reference: str
    title: str
    provider: Named | None
    start: dt.date = Field(description="First day in force.")
    end: dt.date | None = Field(description="First day no longer in force; null while open.")
    line_count: int


class WholeAgreementShape(AgreementShape):
    """An agreement with its lines."""

    lines: list[LineShape]


def line_shape(line: Line) -> LineShape:
    return LineShape(
        id=line.public_id, agreement=Named(id=line.agreement.public_id, name=line.agreement.reference),
        number=line.number, name=str(line), provider=provider_named(line.agreement.provider),
        service_type=line.service_type, placement_type=line.placement_type, method=line.method,
        home=Named(id=line.home.public_id, name=line.home.name) if line.home else None,
        cost_code=line.cost_code, **bounds(line.period),
        targets=[
            TargetShape(placements=t.placements, reference=t.reference, **bounds(t.period))
            for t in line.targets.all()
        ],
        rates=[
            RateShape(
                kind=r.kind, amount=plain_amount(r.amount), is_placeholder=r.is_placeholder, reference=r.reference,
                **bounds(r.period),
            )
            for r in line.rates.all()
        ],
        loadings=[
            LoadingShape(
                category=load.category, placements=_or_none(load.placements), percent=_or_none(load.percent),
                reference=load.reference,
                **bounds(load.period),
            )
            for load in line.loadings.all()
        ],
    )  # fmt: skip


def agreement_shape(found: Any) -> AgreementShape:
    return AgreementShape(**_head(found))


def whole_agreement_shape(found: Agreement, lines: list[Line]) -> WholeAgreementShape:
    return WholeAgreementShape(**_head(found), lines=[line_shape(line) for line in lines])


def _head(found: Any) -> dict[str, Any]:
    return {
        "id": found.public_id, "reference": found.reference, "title": found.title,
        "provider": provider_named(found.provider), "line_count": found.line_count, **bounds(found.period),
    }  # fmt: skip


def _or_none(value: Decimal | None) -> str | None:
    return None if value is None else plain_amount(value)


def plain_amount(value: Decimal | int) -> str:
    """An amount as text, two decimals at least and no more than it has: 24000.00."""
    text = f"{Decimal(value):f}"
    whole, _point, decimals = text.partition(".")
    kept = decimals.rstrip("0")
    return f"{whole}.{kept.ljust(2, '0')}"

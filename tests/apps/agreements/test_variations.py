"""Variations: proposed, signed by both sides, in force; declined, withdrawn, drawn up anew."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import Any

import pytest

from homeward.apps.accounts.actors import Actor
from homeward.apps.agreements import services
from homeward.apps.agreements.models import Line, Variation
from homeward.apps.core.periods import from_db
from homeward.apps.core.refusals import Refused, present
from homeward.kernel.ranges import DateRange
from tests.factories.agreements import TERM, LineFactory, LineRateFactory, LineTargetFactory
from tests.signing import manager_of, provider_of, sign_as, sign_both

pytestmark = pytest.mark.django_db
MIDDLE, NEXT = dt.date(2025, 7, 1), dt.date(2026, 12, 1)
State = Variation.State


@pytest.fixture
def line() -> Line:
    line: Line = LineFactory()
    LineTargetFactory(line=line)
    LineRateFactory(line=line)
    return line


def proposed(line: Line, by: Actor | None = None, **other: Any) -> Variation:
    given: dict[str, Any] = {
        "effective_on": NEXT, "reason": "Demand has fallen.", "reference": "Yearly review", "knows_past": True,
        "changes": [{"kind": "target", "line": line.public_id, "category": "", "after": "36"}],
    } | other  # fmt: skip
    return services.propose_variation(agreement=line.agreement, by=by or manager_of(line.agreement), **given)


def codes(refused: pytest.ExceptionInfo[Refused]) -> list[str]:
    for reason in refused.value.reasons:
        assert present(reason).fact and present(reason).lift
    return [r.code for r in refused.value.reasons]


def targets(line: Line) -> list[tuple[DateRange, int]]:
    return [(from_db(t.period), t.placements) for t in line.targets.order_by("period")]


# The road ---------------------------------------------------------------------------------------------


def test_nothing_changes_before_both_sides_have_signed(line: Line) -> None:
    variation = proposed(line)
    assert variation.state == State.PROPOSED and targets(line) == [(TERM, 40)]
    assert variation.document is not None
    sign_as(variation.document, provider_of(line.agreement))
    variation.refresh_from_db()
    assert variation.state == State.PROVIDER_SIGNED and targets(line) == [(TERM, 40)]


@pytest.mark.parametrize("first", ["provider", "body"])
def test_the_second_signature_puts_the_terms_into_force_whoever_signs_last(line: Line, first: str) -> None:
    variation = proposed(line)
    assert variation.document is not None
    people = [provider_of(line.agreement), manager_of(line.agreement)]
    for by in people if first == "provider" else people[::-1]:
        sign_as(variation.document, by)
    variation.refresh_from_db()
    assert variation.state == State.IN_FORCE
    assert targets(line) == [(DateRange(TERM.start, NEXT), 40), (DateRange(NEXT, TERM.end), 36)]
    assert line.targets.get(placements=36).reference == "Yearly review"
    assert {s.side for s in variation.document.signatures.all()} == {"provider", "body"}


def test_price_and_loading_change_with_the_target(line: Line) -> None:
    variation = proposed(
        line,
        changes=[
            {"kind": "target", "line": line.public_id, "category": "", "after": "44"},
            {"kind": "rate", "line": line.public_id, "category": "base_unit_annual", "after": "31000.50"},
            {"kind": "loading", "line": line.public_id, "category": "aboriginal", "after": "5.5"},
        ],
    )
    assert [(c["kind"], c["before"], c["after"]) for c in variation.changes] == [
        ("target", "40", "44"), ("rate", "30000", "31000.5"), ("loading", None, "5.5"),
    ]  # fmt: skip
    sign_both(variation)
    assert line.rates.get(period__startswith=NEXT).amount == Decimal("31000.5")
    assert line.rates.get(period__startswith=TERM.start).amount == Decimal("30000")
    assert line.loadings.get().placements == Decimal("5.5")

"""What has been found so far about one line and period."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from homeward.engine.nights.segments import ChildRecords, Segment
from homeward.engine.utilisation.decision import Figures
from homeward.engine.utilisation.facts import UtilisationFacts
from homeward.engine.values import Values
from homeward.kernel.quarters import Quarter
from homeward.kernel.ranges import DateRange
from homeward.policy import Pack


@dataclass(frozen=True)
class Working:
    """What has been found so far, for the explanations. ``paid``: range, nights, rate of a per-night line."""

    facts: UtilisationFacts
    pack: Pack
    period: DateRange
    window: DateRange
    quarter: Quarter | None
    values: Values
    records: Sequence[ChildRecords]
    segments: Mapping[str, Sequence[Segment]]
    figures: Figures
    paid: Sequence[tuple[DateRange, int, Decimal]] = ()

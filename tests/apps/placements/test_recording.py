"""Recording, changing, ending and removing stays."""

from __future__ import annotations

from typing import Any

import pytest

from homeward.apps.core.models import AuditEvent
from homeward.apps.core.refusals import Refused, present
from homeward.apps.placements import services
from homeward.apps.placements.models import Placement
from tests.apps.placements.conftest import World, stay


def record(world: World, **changes: Any) -> Placement:
    given = {
        "child": world.child,
        "home": world.home,
        "line": world.line,
        "period": stay("2026-07-01"),
        "placement_type": "foster_care",
        "by": world.officer,
    }
    return services.record_placement(**(given | changes))


def codes(refused: pytest.ExceptionInfo[Refused]) -> set[str]:
    for reason in refused.value.reasons:
        assert present(reason).title  # every reason has its sentence
    return {reason.code for reason in refused.value.reasons}


def test_a_stay_is_recorded_with_its_event(world: World) -> None:
    placement = record(world, source="placements.csv, row 2", source_key="S-1")
    placement.refresh_from_db()
    assert placement.stay == stay("2026-07-01")
    assert placement.organisation == world.provider.organisation
    assert placement.breaches == []
    assert placement.warnings == []
    event = AuditEvent.objects.get(action="record_placement")
    assert event.thing == placement.public_id
    assert world.child.family_name not in event.label

"""An authority with a panel: see the factories."""

from __future__ import annotations

from typing import Any

import pytest

from tests.factories.panels import PanelWorld, make_panel_world


@pytest.fixture(scope="module")
def copied(made_once: Any) -> Any:
    return made_once(make_panel_world)


@pytest.fixture
def world(copied: Any, db: None) -> PanelWorld:
    made: PanelWorld = copied()
    return made

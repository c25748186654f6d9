"""An authority with a panel: see the factories."""

from __future__ import annotations

import pytest

from tests.factories.panels import PanelWorld, make_panel_world


@pytest.fixture
def world(db: None) -> PanelWorld:
    return make_panel_world()

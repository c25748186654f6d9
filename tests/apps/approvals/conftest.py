from __future__ import annotations

import pytest

from tests.apps.approvals.road import Road


@pytest.fixture
def road() -> Road:
    """An agency with its people and an organisation that wishes to become a care partner."""
    return Road()

"""An authority with a search at its shortlist."""

from __future__ import annotations

import pytest

from tests.factories.decisions import House, make_house


@pytest.fixture(autouse=True)
def no_procurement_checks(monkeypatch: pytest.MonkeyPatch) -> None:
    """Admission asks for no company-wide checks here; frameworks test them."""
    monkeypatch.setattr("homeward.apps.frameworks.standing.required_kinds", lambda body, on: [])


@pytest.fixture
def house(db: None) -> House:
    return make_house()

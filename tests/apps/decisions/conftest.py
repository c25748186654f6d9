"""An authority with a search at its shortlist."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.factories.decisions import House, make_house


@pytest.fixture(scope="module", autouse=True)
def no_procurement_checks() -> Iterator[None]:
    """Admission asks for no company-wide checks here; frameworks test them."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("homeward.apps.frameworks.standing.required_kinds", lambda body, on: [])
        yield


@pytest.fixture
def house(db: None) -> House:
    return make_house()

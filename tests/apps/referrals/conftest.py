"""An authority to write referrals in."""

from __future__ import annotations

import pytest

from tests.factories.referrals import Authority, make_authority


@pytest.fixture
def authority(db: None) -> Authority:
    return make_authority()

"""What a service says no with."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from homeward.apps.core.refusals import Refused, present


def refused_by(do: Callable[..., object], *args: Any, **given: Any) -> set[str]:
    """The codes of all reasons; of what stands in the way of a step only its own name. Each has a sentence."""
    with pytest.raises(Refused) as found:
        do(*args, **given)
    assert all(present(reason).fact for reason in found.value.reasons)
    return {reason.code.removeprefix("in_the_way.") for reason in found.value.reasons}

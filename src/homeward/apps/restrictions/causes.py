"""Why a restriction may be imposed, and how soon each child there is looked at: by the pack's list of causes."""

from __future__ import annotations

import datetime as dt

from homeward.apps.accounts.models import CommissioningBody
from homeward.apps.core.vocabulary import code_list

CAUSES = "restriction_causes"


def is_urgent(body: CommissioningBody, cause: str, on: dt.date) -> bool:
    """Whether the cause asks for a visit without delay."""
    codes = code_list(body, CAUSES)
    return codes is not None and codes.attribute(cause, "urgent", on) is True


def review_due(body: CommissioningBody, cause: str, on: dt.date) -> dt.date:
    """The last day for looking at a child's placement; a list that says none asks for it on the day itself."""
    codes = code_list(body, CAUSES)
    days = codes.attribute(cause, "review_days", on) if codes is not None else None
    return on + dt.timedelta(days=days if isinstance(days, int) else 0)

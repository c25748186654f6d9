"""Extra costs on existing placements, with the days they end: the panel looks at each before it runs on."""

from __future__ import annotations

import datetime as dt
from typing import Any

from homeward.apps.accounts.models import CommissioningBody
from homeward.apps.decisions.models import Decision, ExtraCost

Json = dict[str, Any]
ONE_DAY = dt.timedelta(days=1)


def extras_of(body: CommissioningBody) -> list[Json]:
    """Extra costs of started placements that run today or begin later, the first to end first. Names no child."""
    rows = ExtraCost.objects.filter(
        body=body,
        ends_on__gt=body.today,
        contract__decision__state__in=(Decision.State.STARTED, Decision.State.NOTICE),
    )
    rows = rows.select_related("contract__decision").order_by("ends_on", "pk")
    return [
        {
            "about": row.contract.reference,
            "contract": row.contract.public_id,
            "what": row.words,
            "weekly": f"{row.weekly:f}",
            "from": row.starts_on.isoformat(),
            "last_night": (row.ends_on - ONE_DAY).isoformat(),
            "reason": row.reason,
        }
        for row in rows
    ]

"""What finance does by itself each day: write down what is due, and remind."""

from __future__ import annotations

import structlog
from django.db import transaction

from homeward.apps.accounts.models import CommissioningBody
from homeward.apps.finance.services import expect_acquittals, remind
from homeward.apps.local_policy.queries import pack_of
from homeward.kernel.quarters import Quarter
from homeward.policy import PolicyValueError

log = structlog.get_logger(__name__)


def daily() -> dict[str, int]:
    """For every body: the acquittals of the quarter that is over, and the reminders of today.

    Each body is its own transaction; run twice on a day, the second changes nothing. What fails for one body is
    logged and does not keep the others waiting.
    """
    done = {"expected": 0, "reminded": 0}
    for body in CommissioningBody.objects.order_by("pk"):
        try:
            with transaction.atomic():
                quarter = Quarter.containing(body.today, pack_of(body).financial_year_first_month).previous()
                done["expected"] += expect_acquittals(body=body, quarter=quarter)
                done["reminded"] += remind(body=body, today=body.today)
        except PolicyValueError as missing:
            log.warning("acquittals not looked at", body=body.pk, missing=missing.path)
    return done

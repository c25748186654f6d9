"""What searches do by themselves: bring deadlines to mind."""

from __future__ import annotations

import structlog
from django.db import transaction
from django.utils import timezone

from homeward.apps.accounts.models import CommissioningBody
from homeward.apps.accounts.permissions import Permission, known_in
from homeward.apps.searches.services import remind_unanswered
from homeward.policy import PolicyValueError

log = structlog.get_logger(__name__)


def remind() -> int:
    """Remind for every body that searches. Each body is its own transaction; what fails for one is logged."""
    count = 0
    for body in CommissioningBody.objects.order_by("pk"):
        if not known_in(Permission.SEARCH_READ, body.pack):
            continue
        try:
            with transaction.atomic():
                count += remind_unanswered(body=body, now=timezone.now())
        except PolicyValueError as missing:
            log.warning("deadlines not brought to mind", body=body.pk, missing=missing.path)
    return count

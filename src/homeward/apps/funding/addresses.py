"""Where the records of this app are read."""

from __future__ import annotations

from typing import Any

from django.urls import reverse

from homeward.apps.agreements.models import Line


def line_address(line: Line) -> str:
    return reverse("funding_line", args=[line.public_id])


def rate_address(rate: Any) -> str:
    return reverse("additional_rate", args=[rate.public_id])


def request_address(request: Any) -> str:
    return reverse("funding_request", args=[request.public_id])


def reconciliation_address(reconciliation: Any) -> str:
    return reverse("reconciliation", args=[reconciliation.public_id])


def escalation_address(escalation: Any) -> str:
    return reverse("escalation", args=[escalation.public_id])

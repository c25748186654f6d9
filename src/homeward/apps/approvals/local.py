"""What is there already: partners, homes and places on record, counted from live data for the local provision note."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.db.models import Count, Q, Sum

from homeward.apps.accounts.models import CommissioningBody
from homeward.apps.providers.models import Home, Provider
from homeward.apps.providers.queries import open_on


def figures_now(body: CommissioningBody, day: dt.date) -> list[dict[str, Any]]:
    """Each care partner the body deals with, with its open homes and their places; by name."""
    current = Q(start__lte=day) & (Q(end=None) | Q(end__gt=day))
    counted = {
        row["provider"]: row
        for row in Home.objects.filter(open_on(day), body=body)
        .values("provider")
        .annotate(n=Count("pk"), p=Sum("places"))
    }
    rows = Provider.objects.filter(current, body=body).select_related("organisation")
    return [
        {
            "partner": row.organisation.name,
            "homes": counted.get(row.pk, {}).get("n", 0),
            "places": counted.get(row.pk, {}).get("p") or 0,
        }
        for row in rows.order_by("organisation__search_key")
    ]

"""What stands beside a care partner's month: how it is set against what was paid, and where its funding is kept."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from django.urls import reverse

from homeward.apps.accounts.actors import Actor
from homeward.apps.accounts.permissions import Permission as P
from homeward.apps.funding.models import Reconciliation
from homeward.apps.statements.models import Statement, Version
from homeward.apps.statements.partnered.figures import is_funding
from homeward.apps.statements.partnered.words import BALANCES
from homeward.web import numbers

Json = dict[str, Any]
PARTS = (("Delivered", "actual"), ("Paid", "paid"), ("Balance", "balance"))


def beside(statement: Statement, version: Version, actor: Actor) -> Json:
    """For the page of one version, as far as `actor` may see it: `funding_href` and `balance`, empty for other lines."""
    if not is_funding(version.decision):
        return {"funding_href": "", "balance": None}
    return {
        "funding_href": reverse("funding_line", args=[statement.line.public_id])
        if actor.holds(P.FUNDING_READ)
        else "",
        "balance": _balance(statement, version, actor),
    }


def _balance(statement: Statement, version: Version, actor: Actor) -> Json | None:
    found = version.decision["reconciliation"]
    if found is None:
        return None
    currency = statement.body.currency

    def money(text: str) -> str:
        return numbers.money(Decimal(text), currency)

    asked = (
        Reconciliation.objects.visible_to(actor).filter(line=statement.line, period=statement.period).first()
    )
    return {
        "rows": [(label, money(found[key])) for label, key in PARTS],
        "status": BALANCES[found["status"]],
        "is_disputed": found["disputed"],
        "asked": asked,
        "href": reverse("reconciliation", args=[asked.public_id]) if asked else "",
    }  # fmt: skip

"""What a statement's page says beyond its own figures: adjustments it took in, and what was learned since its lock."""

from __future__ import annotations

from typing import Any

from homeward.apps.accounts.actors import Actor
from homeward.apps.local_policy.queries import pack_of
from homeward.apps.statements import integrity
from homeward.apps.statements.models import Adjustment, Statement, Version
from homeward.apps.statements.presenters import adjusting as words

Json = dict[str, Any]


def around(statement: Statement, version: Version, actor: Actor, *, links: bool) -> Json:
    """For the page of one version, as far as `actor` may see it."""
    since = _seen(actor).filter(origin=statement).order_by("-made_at", "-id")
    return {
        "learned": [words.row(a, links=links) for a in since],
        "is_late": version.kind == Version.Kind.LATE,
        "knows_more": statement.is_locked
        and Version.objects.visible_to(actor).filter(statement=statement, kind=Version.Kind.LATE).exists(),
        "integrity": integrity.check(version),
        "agreed_number": agreed_number(statement),
    }


def taken_in(version: Version, actor: Actor, *, links: bool) -> list[Json]:
    """The adjustments of earlier quarters that a version settles: each as a row, and told with its working."""
    taken = [a["id"] for a in version.facts.get("adjustments", ())]
    pack = pack_of(version.body)
    inside = _seen(actor).filter(public_id__in=taken).order_by("origin__period", "made_at", "id")
    return [{**words.row(a, links=links), "told": words.explained(a, pack)} for a in inside]


def _seen(actor: Actor) -> Any:
    return Adjustment.objects.visible_to(actor).select_related(
        "body", "origin__body", "target", "from_version", "to_version"
    )


def agreed_number(statement: Statement) -> int | None:
    """The number of the version both sides agreed; None while it is not locked."""
    if not statement.is_locked:
        return None
    found = statement.versions.filter(kind=Version.Kind.COUNT).order_by("-number")
    number: int | None = found.values_list("number", flat=True).first()
    return number

"""Statements and the policy they were counted with: what has changed since, and what a value would touch."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator

from django.db.models import OuterRef, Subquery
from django.urls import reverse

from homeward.apps.accounts.actors import Actor
from homeward.apps.core.periods import from_db, to_db
from homeward.apps.local_policy.queries import differences, pack_of
from homeward.apps.local_policy.touching import Touched, touched_source
from homeward.apps.statements.models import OPEN_STATES, Statement, Version
from homeward.engine.loadings.due import READING
from homeward.engine.loadings.held import is_entered, tells_contract_loading
from homeward.kernel.ranges import DateRange
from homeward.policy import Pack, Policy


def changed_since(version: Version) -> list[str]:
    """The parameters that read differently now for the version's quarter and service; empty when none does.

    A value entered for another service or another time leaves a statement as it is, though the policy has another
    digest. Where the pack itself was replaced, what the version read is compared with what is said now.
    """
    now = pack_of(version.body)
    if version.pack_digest == now.digest:
        return []
    then = pack_of(version.body, known_at=version.created_at)
    if then.digest != version.pack_digest:
        return _read_otherwise(version, now)
    period = from_db(version.statement.period)
    service = version.statement.line.service_type
    return differences(then, now, period, {"service_types": service})


def _read_otherwise(version: Version, now: Pack) -> list[str]:
    """Of the values a version read, those that the policy now gives otherwise or no longer."""
    found: dict[str, None] = {}
    recorded = {
        (used["path"], used["key"]): used for used in version.decision["values"] if not used["overridden_by"]
    }
    policy = now.policy()
    for (path, key), used in recorded.items():
        on = dt.date.fromisoformat(used["on"])
        held = policy.look_or_none(path, on=on, key=key) if path in now.parameters else None
        if held is None or (held.to_json()["value"], held.standing) != (used["value"], used["standing"]):
            found[path] = None
    if _lacks_contract_loading(version, policy):
        found[READING] = None
    return list(found)


def _lacks_contract_loading(version: Version, policy: Policy) -> bool:
    """Whether a version says nothing of contracted loadings that would be told now.

    An open quarter is to be counted again; an agreed one only where the body entered how they are paid.
    """
    if tells_contract_loading(version.decision) or not version.facts.get("line", {}).get("loadings"):
        return False
    start = dt.date.fromisoformat(version.decision["period"]["start"])
    return not version.statement.is_locked or is_entered(policy, start)


def invented_for(statements: Iterable[Statement], path: str) -> set[str]:
    """The service types among the statements whose newest version read a parameter as a placeholder."""
    newest = Version.objects.filter(statement__in=list(statements)).order_by("statement", "-number")
    rows = newest.distinct("statement").values_list("statement__line__service_type", "decision__placeholders")
    return {service for service, paths in rows if path in paths}


@touched_source
def statements_touched(
    actor: Actor, path: str, keys: tuple[str, ...], period: DateRange
) -> Iterator[Touched]:
    """Statements whose newest version read the value on one of the days; addresses for those who may open them."""
    newest = Version.objects.filter(statement=OuterRef("pk")).order_by("-number")
    rows = Statement.objects.filter(body=actor.body, period__overlap=to_db(period))
    rows = rows.annotate(newest=Subquery(newest.values("pk")[:1])).select_related(
        "line__agreement", "organisation"
    )
    statements = {row.newest: row for row in rows.order_by("period", "organisation__name", "line__number")}
    wanted = [{"path": path, "key": key} for key in keys] or [{"path": path}]
    read = {
        pk
        for value in wanted
        for pk in Version.objects.filter(
            pk__in=list(statements), decision__contains={"values": [value]}
        ).values_list("pk", flat=True)
    }
    may_open = set(Statement.objects.visible_to(actor).values_list("pk", flat=True))
    for pk, statement in statements.items():
        if pk in read:
            yield Touched(
                text=f"{statement.organisation.name}, {statement.line}, {statement.label}",
                href=reverse("statement", args=[statement.public_id]) if statement.pk in may_open else "",
                locked=statement.state not in OPEN_STATES,
            )

"""What pages and other apps ask about children. Nothing is written here."""

from __future__ import annotations

from typing import Any

from django.apps import apps
from django.db.models import OuterRef, Q, QuerySet, Subquery

from homeward.apps.accounts.actors import Actor
from homeward.apps.accounts.permissions import Permission as P
from homeward.apps.children.models import CaseWorker, Child, ChildAffiliation, LegalStatusSpell, StatusFact
from homeward.apps.core.folding import fold
from homeward.apps.core.timeline import Entry, Watched, timeline
from homeward.apps.core.vocabulary import label_of


def placements_seen_by(actor: Actor) -> QuerySet[Any]:
    """Placements the actor may see; the model stands in an app above and is found by name."""
    return apps.get_model("placements.Placement").objects.visible_to(actor)


def child_list(actor: Actor) -> QuerySet[Child]:
    """Children the actor may see, with the home of tonight."""
    rows = Child.objects.visible_to(actor)
    if actor.holds(P.PLACEMENT_READ):
        now = (
            placements_seen_by(actor)
            .filter(child=OuterRef("pk"), period__contains=actor.today)
            .order_by("-period")
        )
        rows = rows.annotate(
            home_name=Subquery(now.values("home__name")[:1]),
            home_public_id=Subquery(now.values("home__public_id")[:1]),
        )
    return rows


def search(rows: QuerySet[Child], text: str) -> QuerySet[Child]:
    """Children whose name, reference or client number holds every word typed, whatever the accents and the order."""
    for word in fold(text).split():
        rows = rows.filter(search_key__contains=word)
    return rows


def placed(rows: QuerySet[Child], actor: Actor, now: bool) -> QuerySet[Child]:
    """Children who live somewhere tonight, or who do not."""
    living = Q(pk__in=placements_seen_by(actor).filter(period__contains=actor.today).values("child"))
    return rows.filter(living) if now else rows.exclude(living)


def fact_value(body: Any, value: str) -> str:
    """A fact's value in words; an ethnic origin as the jurisdiction's list has it."""
    said = {"yes": "Yes", "no": "No", "not_stated": "Not stated"}
    return said.get(value) or label_of(body, "ethnicities", value)


def facts_of(child: Child) -> list[dict[str, Any]]:
    """Every fact, current ones first, each with what it is called."""
    rows = child.facts.order_by("kind", "-recorded_at", "-pk")
    told = [
        {
            "fact": f,
            "kind": label_of(child.body, "status_facts", f.kind),
            "value": fact_value(child.body, f.value),
        }
        for f in rows
    ]
    return sorted(told, key=lambda row: row["fact"].superseded_at is not None)


def legal_statuses_of(child: Child) -> list[tuple[LegalStatusSpell, str]]:
    return [
        (s, label_of(child.body, "legal_statuses", s.code, s.period.lower))
        for s in child.legal_statuses.order_by("-period", "-pk")
    ]


def affiliations_of(actor: Actor, child: Child) -> list[ChildAffiliation]:
    """Iwi, hapū and marae of a child as the actor may see them, what stands first."""
    rows = ChildAffiliation.objects.visible_to(actor).filter(child=child).select_related("recorded_by")
    return sorted(rows.order_by("kind", "pk"), key=lambda row: row.ended_at is not None)


def placements_of(actor: Actor, child: Child) -> list[Any]:
    """The child's placements the actor may see, newest first."""
    if not actor.holds(P.PLACEMENT_READ):
        return []
    rows = placements_seen_by(actor).filter(child=child).select_related("home", "line__agreement")
    return list(rows.order_by("-period", "-pk"))


def child_timeline(child: Child) -> list[Entry]:
    body = child.body
    own = Watched(Child, "Child", labels={"born_on": "Date of birth", "sex": "Sex"})
    facts = Watched(
        StatusFact,
        "Status fact",
        link="child",
        labels={"superseded_at": "Replaced"},
        hidden=frozenset({"recorded_at"}),
        formats={
            "kind": lambda kind: label_of(body, "status_facts", kind),
            "value": lambda value: fact_value(body, value),
        },
    )
    statuses = Watched(
        LegalStatusSpell,
        "Legal status",
        link="child",
        labels={"code": "Status", "period": "Days"},
        formats={"code": lambda code: label_of(body, "legal_statuses", code)},
    )
    cases = Watched(
        CaseWorker, "Case", link="child", labels={"start": "From", "end": "No longer from"},
        hidden=frozenset({"assigned_at", "assigned_by"}),
    )  # fmt: skip
    described = Watched(
        ChildAffiliation, "Iwi, hapū or marae", link="child",
        hidden=frozenset({"recorded_at", "recorded_by", "ended_at", "ended_by"}),
    )  # fmt: skip
    return timeline(child, [own, facts, statuses, cases, described])

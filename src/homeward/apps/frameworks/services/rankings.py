"""Rankings: drafted by the rule, opened to providers, published by a second person, and kept as they were."""

from __future__ import annotations

from typing import Any

from django.db.models import Max
from django.urls import reverse
from django.utils import timezone

from homeward.apps.accounts.actors import Actor
from homeward.apps.accounts.models import Membership, User
from homeward.apps.accounts.permissions import Permission as P
from homeward.apps.accounts.queries.whom import people_in
from homeward.apps.accounts.roles import Role
from homeward.apps.accounts.scopes import may
from homeward.apps.core import audit
from homeward.apps.core.calendars import working_days
from homeward.apps.core.notices import saying, tell
from homeward.apps.core.periods import from_db, say, to_db
from homeward.apps.core.refusals import Refused, refuse_if
from homeward.apps.core.writing import permit, service
from homeward.apps.frameworks.facts import Gathered, digest_of, gather
from homeward.apps.frameworks.machine import RANKING
from homeward.apps.frameworks.models import Lot, RankedPlace, Ranking
from homeward.apps.frameworks.own import own_part
from homeward.apps.local_policy.queries import pack_of
from homeward.engine.due_dates import ranking_query_due
from homeward.engine.ranking import decide_ranking
from homeward.engine.refusal import Refusal
from homeward.kernel.ranges import DateRange
from homeward.kernel.reasons import Reason

State = Ranking.State
DRAFTING = "This ranking cannot be drafted"


@service("make_ranking", DRAFTING)
def make_ranking(*, lot: Lot, region: str, period: DateRange, reason: str = "", by: Actor) -> Ranking:
    """Draft the ranking of a lot and region for a period, by the rule of the policy in force.

    Where a version is published for that period, `reason` says why there is to be another.
    """
    permit(may(by, P.FRAMEWORK_WRITE, lot) and lot.body_id == by.body.pk, DRAFTING)
    lot = (
        Lot.objects.select_for_update(of=("self",), no_key=True)
        .select_related("body", "framework")
        .get(pk=lot.pk)
    )
    same = Ranking.objects.filter(lot=lot, region=region, period=to_db(period))
    is_open = same.filter(state__in=(State.DRAFT, State.OPENED)).first()
    told: dict[str, Any] = {"number": is_open.number, "state": is_open.get_state_display()} if is_open else {}
    again = same.filter(state=State.PUBLISHED).exists()
    refuse_if(
        DRAFTING,
        [
            Reason("framework.region_unknown", {"region": region, "field": "region"})
            if region not in lot.ranked_regions else None,
            Reason("framework.version_open", told) if is_open else None,
            Reason("framework.reason_missing", {"field": "reason"}) if again and not reason.strip() else None,
            None if period.clip(from_db(lot.period)) == period
            else Reason("framework.outside_period", {"period": say(from_db(lot.period)), "field": "start"}),
        ],
    )  # fmt: skip
    number = (same.aggregate(last=Max("number"))["last"] or 0) + 1
    gathered = gather(lot, region, period)
    made = Ranking(
        body=lot.body, lot=lot, region=region, period=to_db(period), number=number, reason=reason.strip(), made_by=by.user
    )  # fmt: skip
    _fill(made, gathered)
    audit.record(by, "make_ranking", made, digest=made.digest)
    return made


@service("remake_ranking", DRAFTING)
def remake_ranking(*, ranking: Ranking, by: Actor) -> Ranking:
    """Work a draft out again from the records as they stand now. One that is open stays open, with its last day."""
    ranking = _lock(ranking, by, P.FRAMEWORK_WRITE)
    if ranking.state not in (State.DRAFT, State.OPENED):
        told: dict[str, Any] = {"number": ranking.number, "state": ranking.get_state_display()}
        raise Refused(DRAFTING, [Reason("framework.version_open", told)])
    before = {p.organisation_id: p.own for p in ranking.places.all()}
    ranking.made_by, ranking.made_at = by.user, timezone.now()
    _fill(ranking, gather(ranking.lot, ranking.region, from_db(ranking.period)))
    audit.record(by, "remake_ranking", ranking, digest=ranking.digest)
    if ranking.state == State.OPENED:
        moved = [p for p in ranking.places.all() if before.get(p.organisation_id) != p.own]
        _tell_providers(moved, saying("Your scores changed: %(lot)s", lot=ranking.lot.title))
    return ranking


def _fill(ranking: Ranking, gathered: Gathered) -> None:
    """Work the ranking out and keep it, with what each provider may read of it."""
    pack = pack_of(ranking.lot.body)
    try:
        result = decide_ranking(gathered.facts, pack.policy()).to_json()
    except Refusal as refusal:
        reasons = [
            Reason("framework.rule_refuses", {"message": p.message, "remedy": p.remedy})
            for p in refusal.problems
        ]
        raise Refused(DRAFTING, reasons) from None
    ranking.facts, ranking.facts_digest, ranking.names = gathered.facts, gathered.digest, gathered.names
    ranking.result, ranking.digest = result, digest_of([gathered.facts, result])
    ranking.pack, ranking.pack_version = pack.id, pack.version
    ranking.save()
    ranking.places.all().delete()
    bidders = {row.organisation.public_id: row.organisation for row in _organisations(ranking)}
    RankedPlace.objects.bulk_create(
        RankedPlace(
            body=ranking.body, organisation=organisation, ranking=ranking, rank=part["rank"], own=part
        )
        for public_id, organisation in bidders.items()
        for part in [own_part(ranking, public_id, gathered.notes.get(public_id, []))]
    )


def _organisations(ranking: Ranking) -> Any:
    wanted = [b["id"] for b in ranking.facts["bidders"]]
    return ranking.lot.admissions.filter(organisation__public_id__in=wanted).select_related("organisation")


@service("ranking.open", "This ranking cannot be opened")
def open_ranking(*, ranking: Ranking, by: Actor) -> Ranking:
    """Show each provider its own scores and notes, and let it query them within the policy's working days."""
    ranking = _lock(ranking, by, P.FRAMEWORK_WRITE)
    move = RANKING.check("open", ranking, by)
    pack = pack_of(ranking.body)
    due = ranking_query_due(by.today, pack.policy(), working_days(pack))
    ranking.state, ranking.opened_at, ranking.opened_by = move.target, timezone.now(), by.user
    ranking.query_until = due.on
    ranking.save()
    audit.record(by, "ranking.open", ranking, until=due.on.isoformat())
    title = saying("Your scores can be read: %(lot)s", lot=ranking.lot.title)
    _tell_providers(list(ranking.places.all()), title, saying("Query them by %(on)s.", on=due.on))
    return ranking


@service("ranking.publish", "This ranking cannot be published")
def publish_ranking(*, ranking: Ranking, by: Actor) -> Ranking:
    """Publish a ranking, by another person than those who scored and drafted it. From now on it stays as it is.

    The version before, of the same lot, region and period, is replaced and stays readable.
    """
    ranking = _lock(ranking, by, P.FRAMEWORK_APPROVE)
    # The lot is locked too: two versions of one period are published one after the other.
    Lot.objects.select_for_update(no_key=True).get(pk=ranking.lot_id)
    move = RANKING.check("publish", ranking, by)
    in_force = Ranking.objects.filter(lot=ranking.lot, region=ranking.region, period=ranking.period)
    for before in in_force.filter(state=State.PUBLISHED).select_for_update():
        before.state = RANKING.check("replace", before, by).target
        before.save(update_fields=["state"])
        audit.record(by, "ranking.replace", before, by_version=ranking.number)
    ranking.state, ranking.published_at, ranking.published_by = move.target, timezone.now(), by.user
    ranking.save(update_fields=["state", "published_at", "published_by"])
    ranking.places.update(is_kept=True)
    audit.record(by, "ranking.publish", ranking, digest=ranking.digest)
    _tell_published(ranking)
    return ranking


@service("ranking.discard", "This draft cannot be discarded")
def discard_ranking(*, ranking: Ranking, reason: str, by: Actor) -> Ranking:
    ranking = _lock(ranking, by, P.FRAMEWORK_WRITE)
    move = RANKING.check("discard", ranking, by, reason=reason)
    ranking.state, ranking.reason = move.target, reason.strip()
    ranking.save(update_fields=["state", "reason"])
    audit.record(by, "ranking.discard", ranking, reason=reason)
    return ranking


def _lock(ranking: Ranking, by: Actor, using: P) -> Ranking:
    permit(may(by, using, ranking) and ranking.body_id == by.body.pk, "This ranking cannot be changed")
    rows = Ranking.objects.select_for_update(of=("self",)).select_related(
        "lot__framework", "lot__body", "body"
    )
    return rows.get(pk=ranking.pk)


def _tell_published(ranking: Ranking) -> None:
    _tell_providers(
        list(ranking.places.all()), saying("The ranking is published: %(lot)s", lot=ranking.lot.title)
    )
    access = ranking.lot.framework.access.select_related("authority")
    for row in access:
        if not from_db(row.period).contains(row.authority.today):
            continue
        people = people_in([Role.PLACEMENT_OFFICER], body=row.authority, organisation_id=None)
        tell(
            people, body=row.authority, title=saying("A ranking is published: %(lot)s", lot=ranking.lot.title),
            text=saying("%(framework)s, %(period)s.", framework=ranking.lot.framework.title, period=from_db(ranking.period)),
            url=reverse("ranking", args=[ranking.public_id]),
        )  # fmt: skip


def _tell_providers(places: list[RankedPlace], title: str, text: str = "") -> None:
    """Tell each provider's managers, who are asked for once for all."""
    if not places:
        return
    body = places[0].body
    rows = Membership.objects.filter(
        body=body, role=Role.PROVIDER_MANAGER, organisation__in=[p.organisation_id for p in places], user__is_active=True
    )  # fmt: skip
    managers: dict[int | None, list[User]] = {}
    for membership in rows.active_on(body.today).select_related("user"):
        managers.setdefault(membership.organisation_id, []).append(membership.user)
    for place in places:
        if people := managers.get(place.organisation_id):
            tell(
                people, body=body, title=title, text=text or saying("Your own scores and place are there to read."),
                url=reverse("own_standing", args=[place.public_id]), organisation_id=place.organisation_id,
            )  # fmt: skip

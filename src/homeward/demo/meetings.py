"""Why targets were missed, the meetings about it, and the yearly review of contract loadings."""

from __future__ import annotations

import datetime as dt

from django.db.models import F

from homeward.apps.accounts.actors import Actor
from homeward.apps.meetings import queries, services
from homeward.apps.meetings.models import Meeting
from homeward.apps.meetings.services import Given
from homeward.apps.statements.loading_reviews import years_over
from homeward.apps.statements.models import LoadingReview, Statement
from homeward.apps.statements.queries import board
from homeward.apps.statements.services import keep_loadings, review_loadings
from homeward.demo.agenda import Agenda
from homeward.demo.quarters import DAYS
from homeward.kernel.quarters import Quarter

REASONS = (
    Given("no_referrals", text="No referral fitted the ages our carers are approved for."),
    Given("carers_left", text="Two carer households stopped; training of new ones runs."),
    Given("matching_block", text="A place was kept free to protect a child who lives there."),
)
KEPT = "Two placements ended in January; the next review looks again."


def plan_meetings(agenda: Agenda, quarters: list[Quarter], actors: dict[str, Actor]) -> None:
    """Reasons while the provider agrees; for earlier quarters a meeting after the assessment; one planned for next week."""
    manager = actors["priya.raman@dcp.example"]
    for quarter in quarters[-4:]:
        end = quarter.range.end
        assert end is not None
        is_last = quarter == quarters[-1]
        agenda.on(end + dt.timedelta(days=DAYS["provider_agree"] - 1), lambda q=quarter: _explain(q, actors))  # type: ignore[misc]
        if not is_last:
            day = end + dt.timedelta(days=DAYS["approve"])
            newest = quarter == quarters[-2]
            agenda.on(day, lambda q=quarter, d=day, n=newest: _meet(q, d, manager, actors, n), rank=10)  # type: ignore[misc]
    agenda.on(agenda.today, lambda: _plan_next(quarters[-1], agenda.today, manager), rank=10)
    agenda.on(agenda.today - dt.timedelta(days=6), lambda: _review(manager), rank=10)


def _manager_of(statement: Statement, actors: dict[str, Actor]) -> Actor:
    return next(
        a
        for a in actors.values()
        if a.organisation == statement.organisation and a.role == "provider_manager"
    )


def _missed(actor: Actor, quarter: Quarter) -> list[Statement]:
    rows = board(actor).filter(label=quarter.label, contracted__gt=F("actual"))
    return list(rows.order_by("organisation__name", "line__number"))


def _explain(quarter: Quarter, actors: dict[str, Actor]) -> None:
    """Every second provider says why; the others still owe it."""
    manager = actors["priya.raman@dcp.example"]
    for number, statement in enumerate(_missed(manager, quarter)):
        if number % 2 == 0 and statement.state != "draft":
            missing = (statement.contracted - statement.actual) // 2  # type: ignore[attr-defined]
            first, second = REASONS[number % 3], REASONS[(number + 1) % 3]
            told = Given(first.code, missing or None, first.text)
            services.give_reasons(
                statement=statement, reasons=[told, second], by=_manager_of(statement, actors)
            )


def _meet(quarter: Quarter, day: dt.date, manager: Actor, actors: dict[str, Actor], is_newest: bool) -> None:
    """One meeting a quarter, with the first provider that missed a target: recorded and confirmed."""
    statement = next(iter(_missed(manager, quarter)), None)
    if statement is None:
        return
    provider = _manager_of(statement, actors)
    meeting = services.plan_meeting(
        organisation=statement.organisation, label=quarter.label, held_on=day, place="Call", by=manager
    )
    there = [manager.user.public_id, provider.user.public_id]
    services.record_attendance(meeting=meeting, there=there, by=manager)
    services.add_decision(
        meeting=meeting,
        text="Both sides look at waiting referrals together every second week.",
        statement=statement,
        by=manager,
    )
    action = services.add_action(
        meeting=meeting, text="Send the recruitment plan for carers, with dates.", owner=provider.user,
        due_on=day + dt.timedelta(days=21), statement=statement, by=manager,
    )  # fmt: skip
    told = services.add_action(
        meeting=meeting, text="Tell the placement team which ages this provider can take now.", owner=manager.user,
        due_on=day + dt.timedelta(days=28), by=manager,
    )  # fmt: skip
    said = "Few referrals came for the ages the carers are approved for. Recruitment is under way."
    services.hold_meeting(meeting=meeting, summary=said, by=manager)
    services.confirm_meeting(meeting=Meeting.objects.get(pk=meeting.pk), by=provider)
    services.finish_action(action=action, note="Plan sent.", by=provider)
    if not is_newest:  # what the last meeting took on is still a duty
        services.finish_action(action=told, note="Told by telephone.", by=manager)


def _plan_next(quarter: Quarter, today: dt.date, manager: Actor) -> None:
    for wanted in queries.to_plan(manager)[:1]:
        services.plan_meeting(
            organisation=wanted.organisation,
            label=wanted.label,
            held_on=today + dt.timedelta(days=8),
            place="Level 4, room 2",
            by=manager,
        )


def _review(manager: Actor) -> None:
    """The newest year that can be reviewed: one line is kept with a reason, the others wait."""
    for year in years_over(manager.body, count=1):
        review_loadings(label=year.label, by=manager)
    waiting = LoadingReview.objects.filter(changes__gt=0).order_by("line__agreement__reference", "pk").first()
    if waiting is not None:
        keep_loadings(review=waiting, reason=KEPT, by=manager)

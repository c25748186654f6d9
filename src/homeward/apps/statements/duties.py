"""What a statement asks of a person, by the state it is in and the permission they hold."""

from __future__ import annotations

from collections.abc import Iterator

from django.urls import reverse
from django.utils import timezone

from homeward.apps.accounts.actors import Actor
from homeward.apps.accounts.permissions import Permission as P
from homeward.apps.core.duties import Duty, duty_source
from homeward.apps.statements import loading_reviews
from homeward.apps.statements.machine import newest
from homeward.apps.statements.models import LOCKED_STATES, Adjustment, State, Statement
from homeward.apps.statements.partnered.facts import is_partnered
from homeward.apps.statements.queries import line_words

# State, permission that acts on it, the duty's words and its verb.
_ASKED = (
    (State.DRAFT, P.STATEMENT_ISSUE, "Issue a statement", "Check and issue"),
    (State.ISSUED, P.STATEMENT_VALIDATE, "Agree or dispute a statement", "Look and agree"),
    (State.DISPUTED, P.STATEMENT_ANSWER, "Answer a dispute", "Answer"),
    (State.PROVIDER_AGREED, P.STATEMENT_AGREE, "Agree a statement", "Check and agree"),
    (State.AGREED, P.STATEMENT_ASSESS, "Assess a statement", "Assess"),
    (State.ASSESSED, P.STATEMENT_APPROVE, "Approve a statement", "Decide"),
    (State.APPROVED, P.PAYMENT_MAKE, "Pay a statement", "Pay"),
)


@duty_source
def late_duties(actor: Actor) -> Iterator[Duty]:
    """What came late and does not go on by itself: a quarter that cannot be counted, an adjustment without a quarter,
    an open quarter whose version does not hold it yet."""
    if not actor.holds(P.STATEMENT_AGREE):
        return
    mine = Statement.objects.allowed_to(actor, P.STATEMENT_AGREE).select_related(
        "organisation", "line__agreement", "body"
    )
    for statement in mine.filter(state__in=LOCKED_STATES).exclude(uncounted=[]):
        yield _late(
            "Complete the record of a locked quarter", statement, statement.uncounted[0]["message"], "Open",
            "statement.uncounted",
        )  # fmt: skip
    waiting = Adjustment.objects.filter(target=None, origin__line__period__endswith__lte=actor.today)
    for statement in mine.filter(pk__in=waiting.values("origin")):
        why = "The line has ended, and no other line of its agreement has an open quarter yet."
        yield _late(
            "Settle an adjustment of a line that ended",
            statement,
            why,
            "See where it can go",
            "adjustment.waiting",
        )
    for statement in mine.filter(
        state__in=(State.ISSUED, State.DISPUTED, State.PROVIDER_AGREED), taken_in__isnull=False
    ).distinct():
        held = {a["id"] for a in newest(statement).facts.get("adjustments", ())}
        if set(statement.taken_in.values_list("public_id", flat=True)) - held:
            why = "It took in an adjustment of an earlier quarter; both sides look at it once it is counted again."
            yield _late(
                "Count an open quarter again",
                statement,
                why,
                "Count again",
                "statement.count_again",
                "statement_recount",
            )


def _late(
    title: str, statement: Statement, why: str, verb: str, kind: str, page: str = "statement_since"
) -> Duty:
    return Duty(
        title=f"{title}: {statement.organisation.name}",
        why=f"{line_words(statement)}, {statement.label}. {why}",
        verb=verb,
        url=reverse(page, args=[statement.public_id]),
        due=None,
        since=timezone.localtime(statement.since).date(),
        kind=kind,
    )


@duty_source
def two_counts(actor: Actor) -> Iterator[Duty]:
    """A draft whose nights were counted twice with two results: it waits for the operator."""
    if not actor.holds(P.STATEMENT_ISSUE):
        return
    mine = Statement.objects.allowed_to(actor, P.STATEMENT_ISSUE).filter(
        state=State.DRAFT, versions__twin__has_key="figures"
    )
    for statement in mine.select_related("organisation", "line__agreement", "body").distinct():
        if newest(statement).twin:
            yield _late(
                "Tell the operator that two counts differ",
                statement,
                "Its nights were counted twice, by the working and in columns, with two results. It cannot be issued.",
                "See which night",
                "statement.twins_differ",
                "statement",
            )


@duty_source
def statement_duties(actor: Actor) -> Iterator[Duty]:
    """Each statement that waits for a permission this person holds."""
    for state, permission, words, verb in _ASKED:
        if not actor.holds(permission):
            continue
        waiting = Statement.objects.allowed_to(actor, permission).filter(state=state)
        for statement in waiting.select_related("organisation", "line__agreement", "body"):
            confirms = state == State.AGREED and is_partnered(statement.line)
            yield Duty(
                title=f"{'Confirm a payment' if confirms else words}: {statement.organisation.name}",
                why=f"{line_words(statement)}, {statement.label}.",
                verb="Confirm" if confirms else verb,
                url=reverse("payments")
                if state == State.APPROVED
                else reverse("statement", args=[statement.public_id]),
                due=statement.due_on,
                since=timezone.localtime(statement.since).date(),
                kind=f"statement.{state}",
            )


@duty_source
def loadings_to_review(actor: Actor) -> Iterator[Duty]:
    """Once a year: review the contract loadings, then propose or keep each change (section 4.5.2)."""
    if actor.is_provider or not actor.holds(P.AGREEMENT_WRITE):
        return
    year = next(iter(loading_reviews.years_over(actor.body, count=1)), None)
    made = year and loading_reviews.reviews(actor).filter(year=year.label).exists()
    if year and not made and loading_reviews.lines_to_review(actor.body, year):
        yield Duty(
            title=f"Review the contract loadings of {year.label}",
            why="Every family based care agreement, once a year, on the data of July to December.",
            verb="Review",
            url=reverse("loading_reviews"),
            due=None,
            since=year.window.end,
            kind="loading.review",
        )
    for review in loading_reviews.open_reviews(actor):
        made_on = timezone.localtime(review.made_at).date()
        # A review made after the day its loadings are meant to hold from has no day left to keep.
        due = review.effective_on if made_on <= review.effective_on else None
        yield Duty(
            title=f"Propose or keep the loadings: {review.organisation.name}",
            why=f"{review.line}: the data of {review.year} propose {review.changes} change{'s' if review.changes != 1 else ''}.",
            verb="Look and decide",
            url=reverse("loading_review", args=[review.public_id]),
            due=due,
            since=made_on,
            kind="loading.settle",
        )

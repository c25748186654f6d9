"""Yearly reviews of contract loadings: which years can be reviewed, what a line's data propose, what became of it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.db.models import Prefetch
from django.urls import reverse

from homeward.apps.accounts.actors import Actor
from homeward.apps.accounts.models import CommissioningBody
from homeward.apps.agreements.models import Line, Variation
from homeward.apps.agreements.term_checks import loadings_apply
from homeward.apps.agreements.variation_terms import LOADING, Change
from homeward.apps.core.periods import from_db, to_db
from homeward.apps.local_policy.queries import pack_of
from homeward.apps.statements.facts import Gathered, digest_of, gather_line
from homeward.apps.statements.models import LoadingReview
from homeward.engine.loadings.review import REVIEW, review_dates
from homeward.engine.refusal import Refusal
from homeward.engine.values import read_values
from homeward.kernel.ranges import DateRange
from homeward.kernel.years import financial_year, year_label

_CLOSED = (Variation.State.DECLINED, Variation.State.WITHDRAWN)
# What belongs to a statement and not to a review.
_NOT_REVIEWED = ("adjustments", "previous_levels", "report_received_on")


@dataclass(frozen=True)
class Year:
    """A financial year that can be reviewed: its label, the window of its data, the day of effect."""

    label: str
    window: DateRange
    effective_on: Any


def years_over(body: CommissioningBody, *, count: int = 4) -> list[Year]:
    """The newest financial years whose window has ended and for which the pack holds the values, newest first."""
    pack = pack_of(body)
    if REVIEW[0] not in pack.parameters:
        return []
    year = financial_year(body.today, pack.financial_year_first_month)
    found: list[Year] = []
    while len(found) < count:
        try:
            values = read_values(pack.policy(), year.start, "", REVIEW)
        except Refusal:  # before the pack's first values
            break
        window, effective_on = review_dates(year.start, values, pack)
        if window.end is not None and window.end <= body.today:
            found.append(Year(year_label(year), window, effective_on))
        year = financial_year(year.start.replace(year=year.start.year - 1), pack.financial_year_first_month)
    return found


def lines_to_review(body: CommissioningBody, year: Year) -> list[Line]:
    """Every line that carries loadings and is in force on a night of the window."""
    rows = Line.objects.filter(
        body=body, method=Line.Method.BLOCK, period__overlap=to_db(year.window),
        agreement__period__overlap=to_db(year.window),
    ).select_related("agreement", "organisation", "body")  # fmt: skip
    rows = rows.order_by("organisation__name", "agreement__reference", "number")
    return [line for line in rows if loadings_apply(line, max(year.window.start, from_db(line.period).start))]


def gather_review(line: Line, year: Year) -> Gathered:
    """The facts of a line over the window, in the form the quarter takes them."""
    facts = {k: v for k, v in gather_line(line, year.window).facts.items() if k not in _NOT_REVIEWED}
    return Gathered(facts, digest_of(facts))


def reviews(actor: Actor) -> Any:
    """Reviews a person may see, each with the variations of its agreement that still stand. Facts are read on one page."""
    found = (
        LoadingReview.objects.visible_to(actor)
        .defer("facts")
        .select_related("organisation", "line__agreement", "line__home", "body", "made_by", "kept_by")
    )
    still_standing = Variation.objects.exclude(state__in=_CLOSED).order_by("-number")
    return found.prefetch_related(
        Prefetch("line__agreement__variations", still_standing, to_attr="standing_variations")
    )


def is_empty(item: Mapping[str, Any]) -> bool:
    """Whether a category is neither contracted nor carried by any night: there is nothing to propose for it."""
    return item["contracted"] is None and not item["nights"] and not item["head_count"]


def changes_of(decision: Mapping[str, Any]) -> list[Mapping[str, Any]]:
    """The proposals of a review that a variation would write down."""
    return [i for i in decision["proposals"] if i["status"] in ("raise", "lower", "set") and not is_empty(i)]


def following(review: Any) -> Variation | None:
    """The newest variation that follows from a review, of those read with it."""
    rows: list[Variation] = review.line.agreement.standing_variations
    return next((row for row in rows if row.reference == review.reference), None)


def variations_of(review: LoadingReview) -> Any:
    """Variations that follow from a review and still stand, asked anew: proposed, being signed or in force."""
    return review.line.agreement.variations.filter(reference=review.reference).exclude(state__in=_CLOSED)


def open_reviews(actor: Actor) -> list[LoadingReview]:
    """Reviews that propose a change which nobody has proposed to the provider or decided against."""
    rows = reviews(actor).defer("facts", "decision").filter(changes__gt=0, kept_at=None)
    return [review for review in rows if following(review) is None]


def standing(review: LoadingReview, variation: Variation | None) -> tuple[str, str]:
    """Words and state of a review."""
    if not review.changes:
        return "Nothing to change", "ok"
    if variation is not None:
        return f"Variation {variation.number}: {variation.get_state_display().lower()}", "info"
    return ("Kept as it is", "plain") if review.kept_at else ("Change proposed by the data", "warn")


def variation_address(review: LoadingReview) -> str:
    """The form of a variation with what the review proposes filled in; other lines of the agreement too."""
    given = {
        "effective_on": review.effective_on.isoformat(),
        "reference": review.reference,
        "reason": f"Yearly review of contract loadings on the data of {review.year}, policy section 4.5.2.",
    }
    same = LoadingReview.objects.filter(line__agreement=review.line.agreement, year=review.year, kept_at=None)
    for row in same.select_related("line"):
        for item in changes_of(row.decision):
            given[Change(LOADING, row.line, item["category"], "").field] = item["value"]
    return f"{reverse('agreement_vary', args=[review.line.agreement.public_id])}?{urlencode(given)}"

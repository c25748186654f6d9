"""The guards of additional support rates: reason, review date and approver, one rate for a night."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date

from homeward.engine.partner_funding.refusals import Refused, day_text, nights_text, refused, spans_json
from homeward.engine.partner_funding.terms import AdditionalFact, FundedLineFact
from homeward.kernel.ranges import DateRange, intersect


def additional_refusals(place: str, line: FundedLineFact) -> Iterator[Refused]:
    """An additional rate has a reason, a review date and an approver; so has each renewal."""
    for index, item in enumerate(line.additional_support):
        here = f"{place}.additional_support.{index}"
        told = {"child": item.child, "line": line.id}
        of = f"The additional support rate of {item.child}"
        if item.review_on is None:
            yield refused(
                "additional_rate_without_review", f"{of} has no review date.",
                "Give the date by which it is reviewed; it ends then unless it is renewed.", f"{here}.review_on", (), told,
            )  # fmt: skip
        elif item.review_on <= item.start:
            yield refused(
                "review_before_start",
                f"{of} begins on {day_text(item.start)} and is to be reviewed on {day_text(item.review_on)}.",
                "Give a review date after its first day.", f"{here}.review_on", (), told,
            )  # fmt: skip
        if not item.reason.strip():
            yield refused(
                "additional_rate_without_reason", f"{of} has no reason.",
                "Say which assessed need it answers.", f"{here}.reason", (), told,
            )  # fmt: skip
        if item.approved_by is None:
            yield refused(
                "additional_rate_without_approver", f"{of} names nobody who approved it.",
                "Name who approved it.", f"{here}.approved_by", (), told,
            )  # fmt: skip
        yield from _renewals(here, of, item, told)
    yield from _additional_overlap(place, line)


def _renewals(here: str, of: str, item: AdditionalFact, told: Mapping[str, str]) -> Iterator[Refused]:
    known = item.review_on
    rows = sorted(enumerate(item.renewals), key=lambda row: (row[1].review_on or date.max, row[0]))
    for number, renewal in rows:
        place = f"{here}.renewals.{number}"
        if renewal.review_on is None:
            yield refused(
                "additional_rate_without_review", f"{of} is renewed without a review date.",
                "Give the next review date.", f"{place}.review_on", (), told,
            )  # fmt: skip
        if renewal.approved_by is None:
            yield refused(
                "additional_rate_without_approver", f"{of} is renewed, and nobody is named who approved it.",
                "Name who approved it.", f"{place}.approved_by", (), told,
            )  # fmt: skip
        if known is not None and renewal.renewed_on is not None and renewal.renewed_on > known:
            yield refused(
                "renewed_after_review",
                f"{of} ended on its review date {day_text(known)} and was renewed on {day_text(renewal.renewed_on)}.",
                "Approve a new additional support rate from a day that is not past.", f"{place}.renewed_on", (), told,
            )  # fmt: skip
        known = renewal.review_on or known


def _additional_overlap(place: str, line: FundedLineFact) -> Iterator[Refused]:
    rows = [
        (index, item, DateRange(item.start, min(item.end or item.last_review, item.last_review)))
        for index, item in enumerate(line.additional_support)
        if item.last_review is not None and item.start < item.last_review and not item.is_reversed
    ]
    for number, (_, one, span) in enumerate(rows):
        for index, two, other in rows[number + 1 :]:
            if one.child == two.child and span.overlaps(other):
                both = intersect([span], [other])
                yield refused(
                    "additional_rates_overlap",
                    f"The child {one.child} has two additional support rates for {nights_text(both)}.",
                    "Let one end where the other begins, or approve one rate for both needs.",
                    f"{place}.additional_support.{index}",
                    (),
                    {"child": one.child, "nights": spans_json(both)},
                )

"""Who is ranked and who is not, with every reason."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from homeward.engine.ranking.facts import BidderFact
from homeward.engine.ranking.gateway import gateway_reasons
from homeward.engine.values import Values
from homeward.kernel.jsontypes import JSON
from homeward.kernel.ranges import DateRange
from homeward.kernel.reasons import Reason


def standing_of(bidder: BidderFact, period: DateRange, values: Values) -> tuple[list[Reason], list[Reason]]:
    """Why a bidder is not ranked (empty: it is), and what to know about one that is."""
    reasons = [*_admitted(bidder, period.start), *_checks(bidder, period.start, values)]
    flags = list(_ending(bidder, period, values))
    if values.is_("ranking.gateway", "latest_inspection"):
        failed, known = gateway_reasons(bidder.inspection, bidder.waiver, values)
        reasons += failed
        flags += known
    if bidder.price is None:
        reasons.append(Reason("no_price"))
    elif not bidder.price.compliant:
        told: dict[str, JSON] = {"weekly": str(bidder.price.weekly), "note": bidder.price.note}
        reasons.append(Reason("price_not_compliant", told))
    if bidder.tender is None:
        reasons.append(Reason("no_tender_quality"))
    return reasons, flags


def _admitted(bidder: BidderFact, on: date) -> Iterator[Reason]:
    held = bidder.admitted
    if held is None:
        yield Reason("not_admitted", {"on": on.isoformat()})
    elif not held.range.contains(on):
        since = {"start": held.start.isoformat(), "end": held.end.isoformat() if held.end else None}
        yield Reason("not_admitted", {"on": on.isoformat(), **since})


def _checks(bidder: BidderFact, on: date, values: Values) -> Iterator[Reason]:
    """Each required check, and a failed one even where it is not required."""
    if bidder.checks is None:
        return
    used = values.used("admission.required_checks")
    clause = used[0].clause if used else None
    required = values.codes("admission.required_checks")
    given = {item.kind: item for item in bidder.checks}
    for kind in required:
        if kind not in given:
            yield Reason("check_missing", {"kind": kind}, used, clause)
    for check in bidder.checks:
        if check.result == "failed":
            yield Reason("check_failed", {"kind": check.kind}, used, clause)
        elif check.kind in required and check.expires is not None and check.expires <= on:
            told: dict[str, JSON] = {
                "kind": check.kind,
                "expires": check.expires.isoformat(),
                "on": on.isoformat(),
            }
            yield Reason("check_expired", told, used, clause)


def _ending(bidder: BidderFact, period: DateRange, values: Values) -> Iterator[Reason]:
    """What holds on the first day (else there is a reason) and will not on the last."""
    if bidder.checks is None:
        yield Reason("checks_not_given")
        return
    required = values.codes("admission.required_checks")
    for check in bidder.checks:
        ends = check.expires
        if check.kind in required and ends is not None and (period.end is None or ends < period.end):
            yield Reason("check_expires_within", {"kind": check.kind, "expires": ends.isoformat()})

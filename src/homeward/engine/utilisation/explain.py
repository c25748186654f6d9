"""The working of each figure, in the order a person would do it, down to child, segment and source."""

from __future__ import annotations

from collections.abc import Mapping

from homeward.engine.loadings.due import CODE
from homeward.engine.nights.facts import PlacementFact
from homeward.engine.nights.segments import Segment
from homeward.engine.utilisation.funding import ADJUSTMENT, LOADING
from homeward.engine.utilisation.reads import DELIVERED, LEVELS, NIGHTS
from homeward.engine.utilisation.steps import authority_of, number, places, price_steps, step
from homeward.engine.utilisation.working import Working
from homeward.kernel.jsontypes import JSON, exact_text, plain
from homeward.kernel.reasons import Authority, Explanation, Step


def explain_all(work: Working) -> dict[str, Explanation]:
    """An explanation for every figure the decision holds."""
    found = {"actual_nights": _actual(work)}
    figures = work.figures
    if figures.contracted is not None:
        found["contracted_nights"] = _contracted(work)
        found["share"] = _share(work)
        found["level"] = _level(work)
        found["growth"] = _growth(work)
        found["abatement_limit"] = _limit(work)
    if figures.exceed is not None:
        found["exceed"] = _exceed(work)
    for line in figures.money:
        if line.code.startswith((LOADING, CODE)) or line.code == ADJUSTMENT:
            continue  # explained by its category, or with the quarter it comes from
        found[f"money.{line.code}"] = _money(work, line.code)
    return found


def _authority(work: Working, *paths: str) -> Authority:
    return authority_of(work.pack, work.values.used(*paths))


def _actual(work: Working) -> Explanation:
    placements = {placement.id: placement for placement in work.facts.placements}
    steps = [
        step(
            "child_nights",
            str(sum(segment.nights for segment in segments)),
            [_segment(segment, placements) for segment in segments],
            child=child,
            nights=sum(segment.nights for segment in segments),
        )
        for child, segments in work.segments.items()
        if segments
    ]
    tally = work.figures.nights
    excluded = [
        step("excluded_nights", str(nights), reason=reason, nights=nights)
        for reason, nights in tally.excluded.items()
        if nights
    ]
    steps += [
        step("nights_stayed", str(tally.stayed), nights=tally.stayed),
        *excluded,
        step("nights_counted", str(tally.actual), stayed=tally.stayed, excluded=tally.excluded_total),
    ]
    inputs: dict[str, JSON] = {
        "actual": tally.actual,
        "stayed": tally.stayed,
        "excluded": tally.excluded_total,
        "period": work.period.to_json(),
        "in_force": work.window.to_json(),
    }
    return Explanation("actual_nights", inputs, tuple(steps), _authority(work, *NIGHTS))


def _segment(segment: Segment, placements: Mapping[str, PlacementFact]) -> Step:
    records = []
    for name in segment.placements:
        placement = placements[name]
        records.append(
            step(
                "placement",
                name,
                placement=name,
                home=placement.home,
                start=placement.start,
                end=placement.end,
                source=placement.source,
            )
        )
    return step(
        "segment_counted" if segment.counted else "segment_excluded",
        str(segment.nights if segment.counted else segment.excluded_nights),
        records,
        segment.range.to_json(),
        last_night=segment.range.last_night,
        nights=segment.range.nights,
        reason=segment.reason,
        states=list(segment.states),
    )


def _contracted(work: Working) -> Explanation:
    contracted = work.figures.contracted
    assert contracted is not None
    steps = [step("target_nights", str(piece.nights), (), piece.to_json()) for piece in contracted.pieces]
    steps.append(step("contracted_nights", str(contracted.nights), nights=contracted.nights))
    inputs: dict[str, JSON] = {"contracted": contracted.nights, "base_nights": contracted.base_nights}
    return Explanation(
        "contracted_nights",
        inputs,
        tuple(steps),
        _authority(work, "utilisation.contracted_nights", "utilisation.period"),
    )


def _share(work: Working) -> Explanation:
    share = work.figures.share
    assert share is not None
    text = share.shown_to(work.values.whole("utilisation.shown_decimals"))
    exact = share.exact
    steps = (
        step("actual_nights", str(share.numerator), nights=share.numerator),
        step("contracted_nights", str(share.denominator), nights=share.denominator),
        step(
            "divide" if exact is not None else "nothing_contracted",
            text,
            numerator=share.numerator,
            denominator=share.denominator,
            exact=exact,
        ),
    )
    inputs: dict[str, JSON] = {
        "actual": plain(share.numerator),
        "contracted": plain(share.denominator),
        "shown": text,
        "exact": None if exact is None else exact_text(exact),
    }
    authority = _authority(
        work, "utilisation.period", "utilisation.shown_decimals", "utilisation.contracted_nights"
    )
    return Explanation("share", inputs, steps, authority)


def _level(work: Working) -> Explanation:
    level, share = work.figures.level, work.figures.share
    assert share is not None
    steps = [
        step(
            "band_reached" if level.code == band.level else "band",
            band.level,
            level=band.level,
            at_least=band.at_least,
            share_percent=share.percent,
            reached=share.percent is not None and share.percent >= band.at_least,
        )
        for band in level.bands
    ]
    if level.escalated:
        steps.append(step("same_level_again", str(level.code), level=level.code))
    steps += [step("response", response, response=response) for response in level.responses]
    inputs: dict[str, JSON] = {
        "level": level.code,
        "status": level.status,
        "why": level.why,
        "shown": share.shown,
    }
    authority = _authority(work, LEVELS, "utilisation.responses", "utilisation.escalation")
    return Explanation("level", inputs, tuple(steps), authority)


_PRICE = ("funding.quarter_price", "funding.part_quarter_price", "funding.varied_price", "funding.rounding")


def _growth(work: Working) -> Explanation:
    growth, contracted = work.figures.growth, work.figures.contracted
    assert contracted is not None
    steps: list[Step] = []
    if growth.nights is not None:
        steps = [
            step(
                "nights_above_target",
                str(growth.nights),
                actual=work.figures.nights.actual,
                contracted=contracted.nights,
            ),
            step(
                "placements",
                places(growth.placements),
                nights=growth.nights,
                base_nights=contracted.base_nights,
                exact=growth.placements,
            ),
        ]
        if growth.nights and growth.payment is not None and growth.status != "shown_only":
            steps += price_steps(work.figures.growth_price, contracted.base_nights)
    if growth.payment is not None:
        steps.append(
            step("payment", growth.payment.text, placements=growth.paid_placements, status=growth.status)
        )
    inputs: dict[str, JSON] = {
        "status": growth.status,
        "placements": places(growth.placements),
        "payment": None if growth.payment is None else growth.payment.text,
        "paid_in": growth.paid_in,
    }
    own = [f"funding.{name}" for name in ("growth", "growth_fraction", "growth_price", "growth_paid_in")]
    if work.figures.is_over is None:
        own.append("funding.zero_target_growth")
    authority = _authority(work, "utilisation.over_threshold", *own, *_PRICE)
    return Explanation("growth", inputs, tuple(steps), authority)


def _limit(work: Working) -> Explanation:
    limit, contracted = work.figures.limit, work.figures.contracted
    assert contracted is not None
    steps: list[Step] = []
    if limit.nights is not None and limit.threshold_percent is not None:
        edge = limit.threshold_percent / 100 * contracted.nights
        steps = [
            step(
                "threshold_nights",
                number(edge),
                percent=limit.threshold_percent,
                contracted=contracted.nights,
            ),
            step(
                "nights_below_threshold", number(limit.nights), actual=work.figures.nights.actual, edge=edge
            ),
            step(
                "placements",
                places(limit.placements),
                nights=limit.nights,
                base_nights=contracted.base_nights,
                exact=limit.placements,
            ),
            *(price_steps(work.figures.price, contracted.base_nights) if limit.nights else []),
        ]
    if limit.amount is not None:
        steps.append(step("limit", limit.amount.text, exact=limit.exact_amount))
    inputs: dict[str, JSON] = {
        "status": limit.status,
        "placements": places(limit.placements),
        "amount": None if limit.amount is None else limit.amount.text,
    }
    authority = _authority(
        work,
        LEVELS,
        "utilisation.abatement_level",
        "utilisation.abatement_edge",
        "funding.abatement",
        "funding.abatement_price",
        "funding.abatement_refusal",
        *_PRICE,
    )
    return Explanation("abatement_limit", inputs, tuple(steps), authority)


def _exceed(work: Working) -> Explanation:
    exceed = work.figures.exceed
    assert exceed is not None
    steps = [step("over_target", str(item.unapproved_places), (), item.to_json()) for item in exceed.ranges]
    inputs: dict[str, JSON] = {
        "status": exceed.status,
        "over_target_nights": exceed.over_nights,
        "unapproved_nights": exceed.unapproved_nights,
    }
    authority = _authority(work, "residential.exceed_applies", "residential.exceed_check")
    return Explanation("exceed", inputs, tuple(steps), authority)


def _money(work: Working, code: str) -> Explanation:
    line = next(item for item in work.figures.money if item.code == code)
    steps: list[Step] = []
    paths: tuple[str, ...] = _PRICE
    if code == "base" and work.figures.contracted is not None:
        contracted = work.figures.contracted
        steps = [step("target", str(piece.placements), (), piece.to_json()) for piece in contracted.pieces]
        steps += price_steps(work.figures.price, work.window.nights)
        paths = ("utilisation.contracted_nights", *_PRICE)
    elif code == "growth":
        steps = list(_growth(work).steps)
        paths = ("funding.growth", "funding.growth_fraction", "funding.growth_price", *_PRICE)
    elif code in DELIVERED:
        steps = [
            step(
                "nights_at_rate" if code == "per_night" else "nights_at_week_price",
                str(nights),
                (),
                span.to_json(),
                nights=nights,
                rate=rate,
            )
            for span, nights, rate in work.paid
        ]
        paths = DELIVERED[code]
    steps.append(step("amount", line.amount.text, currency=line.amount.currency, status=line.status))
    return Explanation(
        f"money.{code}",
        {"amount": line.amount.text, "status": line.status},
        tuple(steps),
        _authority(work, *paths),
    )

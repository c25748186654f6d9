"""The guards of individual funding: support level or a decision, and the advice of High Needs Services."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from homeward.engine.partner_funding.nights import ChildNights
from homeward.engine.partner_funding.reads import ADVICE, LEVELS
from homeward.engine.partner_funding.refusals import Refused, day_text, refused
from homeward.engine.partner_funding.terms import FundedLineFact
from homeward.engine.values import Values


def individual_refusals(
    place: str, line: FundedLineFact, children: Sequence[ChildNights], values: Values
) -> Iterator[Refused]:
    """Very high support or a decision with reason and approver, and the advice of High Needs Services."""
    used = values.used(LEVELS)
    told = {"line": line.id, "support_level": line.support_level}
    names = list(dict.fromkeys(child.child for child in children))
    if len(names) > 1:
        yield refused(
            "individualised_for_several", f"The individualised line {line.id} pays for {', '.join(names)}.",
            "Make a line for each young person.", f"{place}.method", (), {**told, "children": names},
        )  # fmt: skip
    if line.support_level not in values.codes(LEVELS):
        given = line.level_override
        if given is None:
            yield refused(
                "individualised_below_level",
                f"The support level is {line.support_level or 'not given'}; individual funding is for"
                f" {', '.join(values.codes(LEVELS))}.",
                "Record the decision to fund individually all the same, with reason and approver, or use another model.",
                f"{place}.support_level", used, told,
            )  # fmt: skip
        else:
            for name, value in (("reason", given.reason.strip()), ("approver", given.approved_by)):
                if not value:
                    field = "reason" if name == "reason" else "approved_by"
                    yield refused(
                        f"level_override_without_{name}", f"The decision to fund individually has no {name}.",
                        f"Record its {name}.", f"{place}.level_override.{field}", used, told,
                    )  # fmt: skip
    yield from _advice(place, line, children, values)


def _advice(
    place: str, line: FundedLineFact, children: Sequence[ChildNights], values: Values
) -> Iterator[Refused]:
    """A line starts only with advice on record; an override does not stand for it."""
    if not values.raw(ADVICE):
        return
    used, told = values.used(ADVICE), {"line": line.id, "support_level": line.support_level}
    days = [item.range.start for child in children for item in child.paid]
    first = line.in_force.start if line.in_force is not None else min(days, default=None)
    advice = line.advice
    if advice is None or not (advice.on or advice.by or advice.reference):
        yield refused(
            "advice_missing",
            "No advice of High Needs Services is recorded; an override does not stand for it.",
            "Record the advice before the line begins.", f"{place}.advice", used, told,
        )  # fmt: skip
    elif first is not None and advice.on is not None and advice.on > first:
        yield refused(
            "advice_after_start",
            f"The line begins on {day_text(first)}; the advice is of {day_text(advice.on)}.",
            "Let the line begin on the day of the advice or later.", f"{place}.advice.on", used, told,
        )  # fmt: skip

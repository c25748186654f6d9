"""Terms of a line on the funding models: support level, places, advice, what is paid ahead, an agreed change."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import Any

from homeward.apps.accounts.actors import Actor
from homeward.apps.accounts.permissions import Permission as P
from homeward.apps.agreements.models import Line
from homeward.apps.core import audit
from homeward.apps.core.checks import check_fields
from homeward.apps.core.notices import saying
from homeward.apps.core.periods import from_db
from homeward.apps.core.refusals import refuse_if
from homeward.apps.core.writing import service
from homeward.apps.funding import rule
from homeward.apps.funding.addresses import line_address
from homeward.apps.funding.models import FundedTerms, InstalmentChange
from homeward.apps.funding.services.common import (
    changing,
    changing_month,
    code_fault,
    day_outside,
    empty,
    model_fault,
    of,
    permit_any,
    tell_approvers,
    tell_managers,
    tell_partner,
)
from homeward.kernel.reasons import Reason

SET, LEVEL, CHANGE = (
    "These terms cannot be set", "This decision cannot be made", "The instalment cannot be changed",
)  # fmt: skip
OF_TERMS = (
    "support_level", "places", "advice_on", "advice_by", "advice_reference", "below_level_reason", "yearly_nights",
    "ahead_rate", "ahead_share", "ahead_months",
)  # fmt: skip


def terms_of(line: Line) -> FundedTerms:
    """The terms of a line; empty ones where none are recorded."""
    found = (
        FundedTerms.objects.filter(line=line).select_related("below_level_by", "below_level_asked_by").first()
    )
    return found or FundedTerms(**of(line))


@service("set_terms", SET)
def set_terms(*, line: Line, by: Actor, **values: Any) -> FundedTerms:
    """Record the terms of a line; what is not given stays.

    A new reason to fund individually below the level meant for it asks somebody else to approve it.
    """
    unknown = set(values) - set(OF_TERMS)
    if unknown:
        raise TypeError(f"no terms of a line: {', '.join(sorted(unknown))}")
    permit_any(by, line, SET, P.FUNDING_PROPOSE)
    refuse_if(SET, [model_fault(line)])
    terms = terms_of(line)
    given = {name: _plain(value) for name, value in values.items()}
    changed = {name for name, value in given.items() if getattr(terms, name) != value}
    for name, value in given.items():
        setattr(terms, name, value)
    asks = "below_level_reason" in changed
    if asks:
        terms.below_level_by = None
        terms.below_level_asked_by = by.user if terms.below_level_reason else None
    level = terms.support_level
    refuse_if(
        SET,
        [
            code_fault(line, "support_level", "Support level", "support_levels", level) if level else None,
            *check_fields(FundedTerms, given),
            *([] if level and not rule_knows(line, level) else rule.against_terms(line, terms)),
        ],
    )  # fmt: skip
    if terms.pk and not changed:
        return terms
    changing(line, by, from_db(line.period))
    terms.save()
    audit.record(by, "set_terms", line, changed=sorted(changed))
    if asks and terms.below_level_reason:
        title = saying(
            "Individual funding below the level meant for it waits for your decision: %(line)s", line=line
        )
        tell_approvers(line, title, line_address(line), by)
    return terms


def rule_knows(line: Line, level: str) -> bool:
    return code_fault(line, "support_level", "Support level", "support_levels", level) is None


def _plain(value: Any) -> Any:
    return value.strip() if isinstance(value, str) else value


@service("allow_below_level", LEVEL)
def allow_below_level(*, line: Line, reason: str, by: Actor) -> FundedTerms:
    """Decide that a line is funded individually all the same. The asker does not decide; the advice is still needed."""
    permit_any(by, line, LEVEL, P.FUNDING_APPROVE)
    terms = terms_of(line)
    refuse_if(
        LEVEL,
        [
            model_fault(line, Line.Method.INDIVIDUALISED),
            None if terms.below_level_reason else Reason("funding.level_not_asked", {"line": str(line)}),
            Reason("funding.own_asking", {"name": by.user.name}) if terms.below_level_asked_by_id == by.user.pk else None,
            empty("reason", "Reason", reason),
            Reason("funding.level_decided", {"name": terms.below_level_by.name}) if terms.below_level_by else None,
        ],
    )  # fmt: skip
    changing(line, by, from_db(line.period))
    terms.below_level_by = by.user
    terms.save(update_fields=["below_level_by"])
    audit.record(by, "allow_below_level", line, reason=reason)
    tell_managers(line, saying("Decided: %(line)s is funded individually", line=line), line_address(line), by)
    return terms


@service("change_instalment", CHANGE)
def change_instalment(
    *, line: Line, amount: Decimal, belongs_on: dt.date, reason: str, reference: str, by: Actor
) -> InstalmentChange:
    """Record an agreed change of one month's fixed payment; below nought for less."""
    permit_any(by, line, CHANGE, P.FUNDING_PROPOSE)
    refuse_if(
        CHANGE,
        [
            model_fault(line, Line.Method.FIXED),
            Reason("funding.amount_nought", {"field": "amount"}) if amount == 0 else None,
            empty("reason", "Reason", reason),
            empty("reference", "Where both sides agreed it", reference),
            day_outside(line, "belongs_on", "The month", belongs_on),
        ],
    )
    changing_month(line, by, belongs_on)
    made = InstalmentChange.objects.create(
        **of(line), amount=amount, belongs_on=belongs_on, reason=reason.strip(), reference=reference.strip(),
        recorded_by=by.user,
    )  # fmt: skip
    audit.record(by, "change_instalment", line, amount=str(amount), belongs_on=belongs_on.isoformat())
    tell_partner(
        line, saying("A month’s instalment was changed: %(line)s", line=line), line_address(line), by
    )
    return made

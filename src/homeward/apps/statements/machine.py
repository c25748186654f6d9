"""The moves of a statement. Each guard answers with every reason, and is what the service itself asks."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from django.utils import timezone

from homeward.apps.accounts.permissions import Permission as P
from homeward.apps.core.machines import Machine, Move
from homeward.apps.core.periods import say_day
from homeward.apps.local_policy.queries import pack_of
from homeward.apps.local_policy.words import parameter_name
from homeward.apps.statements import figures
from homeward.apps.statements.facts import gather
from homeward.apps.statements.models import OPEN_STATES, State, Statement, Version
from homeward.apps.statements.partnered import figures as partnered
from homeward.apps.statements.policy import changed_since
from homeward.kernel.reasons import Reason

S = State


def newest(statement: Statement) -> Any:
    """The version people talk about: what was counted for agreement. Later knowledge never stands in its place.

    A decision is a long text, and most who ask want the version's heading: it is read when it is looked at.
    """
    rows = statement.versions.filter(kind=Version.Kind.COUNT).defer("decision")
    return rows.order_by("-number").first()


def newest_known(statement: Statement) -> Any:
    """The newest count of all: the agreed one, or what is known since."""
    return statement.versions.order_by("-number").first()


def stale(statement: Statement, by: Any, **_: Any) -> list[Reason]:
    """Records or policy changed after the version was made: both sides would agree to what no longer holds."""
    version = newest(statement)
    made = {"version": version.number, "made": timezone.localdate(version.created_at).isoformat()}
    reasons = [] if gather(statement).digest == version.facts_digest else [Reason("statement.stale", made)]
    if paths := changed_since(version):
        pack = pack_of(statement.body)
        names = "; ".join(parameter_name(pack, path) for path in paths)
        reasons.append(Reason("statement.policy_changed", {**made, "names": names}))
    return reasons


def twins_differ(statement: Statement, by: Any, **_: Any) -> list[Reason]:
    """The nights were counted twice, by two ways that share no code; what they disagree on goes to nobody."""
    found = newest(statement).twin
    if not found:
        return []
    figures = "; ".join(
        f"{name} {pair['reference']} and {pair['columns']}" for name, pair in found["figures"].items()
    )
    where = "no single night"
    if found["night"]:
        where = f"the night of {say_day(dt.date.fromisoformat(found['night']))}, child {found['child']}"
    return [
        Reason("statement.twins_differ", {"line": str(statement.line), "where": where, "figures": figures})
    ]


def open_disputes(statement: Statement, by: Any, **_: Any) -> list[Reason]:
    waiting = list(statement.disputes.filter(answer="").values_list("child_reference", flat=True))
    return (
        [Reason("statement.open_disputes", {"count": len(waiting), "children": ", ".join(sorted(waiting))})]
        if waiting
        else []
    )


def blocking_flags(statement: Statement, by: Any, **_: Any) -> list[Reason]:
    """Section 5, clarified: an unresolved age-18 flag blocks agreement; other flags do not."""
    return [
        Reason(
            "statement.blocking_flag",
            {"child": flag.get("child", ""), "code": flag["code"], "nights": flag.get("nights", 0)},
        )
        for flag in figures.flags(newest(statement).decision)
        if flag.get("blocking")
    ]


def earlier_month_open(statement: Statement, by: Any, **_: Any) -> list[Reason]:
    """A month that is set against what was paid needs the months before it agreed: else their nights count twice."""
    decision = newest(statement).decision
    if not partnered.is_funding(decision) or decision["reconciliation"] is None:
        return []
    earlier = statement.line.statements.filter(period__fully_lt=statement.period, state__in=OPEN_STATES)
    labels = list(earlier.order_by("period").values_list("label", flat=True))
    return [Reason("statement.earlier_month_open", {"labels": ", ".join(labels)})] if labels else []


def other_person_agreed(statement: Statement, by: Any, **_: Any) -> list[Reason]:
    """Both parties validate, by different people (section 4.3)."""
    step = statement.steps.filter(move="provider_agree").order_by("-at", "-id").first()
    return (
        [Reason("statement.same_person", {"name": by.user.name})] if step and step.by_id == by.user.pk else []
    )


def abatement_within_limit(
    statement: Statement, by: Any, *, abatement: Decimal | None = None, **_: Any
) -> list[Reason]:
    """Section 4.4.2: the difference to the level 3 threshold is the upper limit of the abatement."""
    return figures.check_abatement(newest(statement), abatement) if abatement is not None else []


def loading_abatements_within_limits(
    statement: Statement, by: Any, *, loading_abatements: Mapping[str, Decimal] | None = None, **_: Any
) -> list[Reason]:
    """Section 4.5.2: the size of a loading abatement is decided; what it fell short by is its upper limit."""
    return figures.check_loading_abatements(newest(statement), loading_abatements or {})


def growth_within_entitlement(
    statement: Statement, by: Any, *, growth: Decimal | None = None, **_: Any
) -> list[Reason]:
    if growth is None:
        return []
    most = figures.growth_payable(newest(statement).decision)
    if Decimal(0) <= growth <= most:
        return []
    return [Reason("statement.growth_over", {"amount": f"{growth:,.2f}", "limit": f"{most:,.2f}"})]


def not_own_work(statement: Statement, by: Any, **_: Any) -> list[Reason]:
    """Who agreed or assessed the figures does not approve the money."""
    agreed = set(statement.steps.filter(move="body_agree").values_list("by_id", flat=True))
    assessed = {statement.assessment.assessed_by_id} if hasattr(statement, "assessment") else set()
    return [Reason("statement.own_work", {"name": by.user.name})] if by.user.pk in agreed | assessed else []


def within_delegation(statement: Statement, by: Any, **_: Any) -> list[Reason]:
    assessment = getattr(statement, "assessment", None)
    if assessment is None:
        return []
    limit = (by.membership.deputy_for or by.membership).delegation_limit
    amount = assessment.payable_amount
    if limit is None:
        return [Reason("statement.no_delegation", {"name": by.user.name})]
    if amount > limit:
        return [
            Reason(
                "statement.over_delegation",
                {"amount": f"{amount:,.2f}", "limit": f"{limit:,.2f}", "currency": by.body.currency},
            )
        ]
    return []


def payer_is_not_approver(statement: Statement, by: Any, **_: Any) -> list[Reason]:
    assessment = getattr(statement, "assessment", None)
    own = assessment is not None and assessment.approved_by_id == by.user.pk
    return [Reason("statement.payer_approved", {"name": by.user.name})] if own else []


def not_paid_before(statement: Statement, by: Any, **_: Any) -> list[Reason]:
    payment = statement.payment
    return [Reason("statement.paid_before", {"batch": payment.batch.number})] if payment else []


MACHINE = Machine(
    "statement",
    {s.value: s.label for s in State},
    [
        Move("issue", (S.DRAFT,), S.ISSUED, P.STATEMENT_ISSUE, "issue this statement",
             (stale, twins_differ, earlier_month_open)),
        Move("dispute", (S.ISSUED,), S.DISPUTED, P.STATEMENT_VALIDATE, "dispute this statement"),
        Move("reissue", (S.DISPUTED, S.ISSUED, S.PROVIDER_AGREED), S.ISSUED, P.STATEMENT_ANSWER,
             "send this statement back to the provider", (open_disputes,)),
        Move("provider_agree", (S.ISSUED,), S.PROVIDER_AGREED, P.STATEMENT_VALIDATE, "agree this statement",
             (stale, open_disputes, blocking_flags, earlier_month_open)),
        Move("body_agree", (S.PROVIDER_AGREED,), S.AGREED, P.STATEMENT_AGREE, "agree this statement",
             (stale, open_disputes, blocking_flags, other_person_agreed, earlier_month_open)),
        Move("assess", (S.AGREED,), S.ASSESSED, P.STATEMENT_ASSESS, "assess this statement",
             (abatement_within_limit, loading_abatements_within_limits, growth_within_entitlement)),
        Move("send_back", (S.ASSESSED,), S.AGREED, P.STATEMENT_APPROVE, "send this assessment back", (not_own_work,)),
        Move("approve", (S.ASSESSED,), S.APPROVED, P.STATEMENT_APPROVE, "approve this statement",
             (not_own_work, within_delegation)),
        Move("pay", (S.APPROVED,), S.SENT, P.PAYMENT_MAKE, "pay this statement",
             (not_paid_before, payer_is_not_approver)),
        Move("settle", (S.SENT,), S.PAID, P.PAYMENT_MAKE, "record that this statement is paid"),
        Move("payment_rejected", (S.SENT, S.PAID), S.APPROVED, P.PAYMENT_MAKE,
             "record that the payment of this statement was rejected"),
    ],
)  # fmt: skip

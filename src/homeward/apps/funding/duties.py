"""What the funding of care partners asks of people: decide, name, renew, answer, take further."""

from __future__ import annotations

from collections.abc import Iterator

from django.urls import reverse
from django.utils.translation import gettext as _

from homeward.apps.accounts.actors import Actor
from homeward.apps.accounts.permissions import Permission as P
from homeward.apps.core.duties import Duty, duty_source
from homeward.apps.funding import queries, rule
from homeward.apps.funding.addresses import (
    escalation_address,
    line_address,
    rate_address,
    reconciliation_address,
    request_address,
)
from homeward.apps.funding.escalating import clock_of, step_words
from homeward.apps.funding.escalation_models import Escalation
from homeward.apps.funding.lists import SOON
from homeward.apps.funding.models import Asked, FundedTerms
from homeward.web.dates import month, short_date
from homeward.web.numbers import money


@duty_source
def money_to_decide(actor: Actor) -> Iterator[Duty]:
    """Requests and additional rates that wait for somebody who approves money."""
    if not actor.holds(P.FUNDING_APPROVE):
        return
    for row in (
        queries.requests(actor).filter(state=Asked.REQUESTED, amount__gt=0).exclude(asked_by=actor.user)
    ):
        yield Duty(
            title=_("Decide a funding request: %(line)s") % {"line": row.line},
            why=f"{money(row.amount, row.body.currency)}, {row.organisation.name}.", verb=_("Decide"),
            url=request_address(row), due=None, since=row.body.day_of(row.asked_at), kind="funding.request",
        )  # fmt: skip
    for rate in queries.rates(actor).filter(state=Asked.REQUESTED).exclude(asked_by=actor.user):
        yield Duty(
            title=_("Decide an additional support rate: %(line)s") % {"line": rate.line},
            why=_("%(amount)s a night, %(partner)s.")
            % {"amount": money(rate.amount, rate.body.currency), "partner": rate.organisation.name},
            verb=_("Decide"), url=rate_address(rate), due=None, since=rate.body.day_of(rate.asked_at), kind="funding.rate",
        )  # fmt: skip
    waiting = FundedTerms.objects.visible_to(actor).exclude(below_level_reason="").filter(below_level_by=None)
    for terms in waiting.exclude(below_level_asked_by=actor.user).select_related("line__agreement"):
        yield Duty(
            title=_("Decide on individual funding: %(line)s") % {"line": terms.line},
            why=_("It is below the level meant for it."), verb=_("Decide"),
            url=line_address(terms.line), due=None, kind="funding.level",
        )  # fmt: skip


@duty_source
def amounts_to_name(actor: Actor) -> Iterator[Duty]:
    """Requests that an empty place opened and nobody has put an amount to."""
    if not (actor.holds(P.FUNDING_PROPOSE) or actor.holds(P.FUNDING_REPORT)):
        return
    for row in queries.requests(actor).filter(state=Asked.REQUESTED, amount=0):
        yield Duty(
            title=_("Name the amount of a funding request: %(line)s") % {"line": row.line},
            why=_("An empty place opened it."), verb=_("Name it"), url=request_address(row), due=None,
            since=row.body.day_of(row.asked_at), kind="funding.amount",
        )  # fmt: skip


@duty_source
def rates_to_review(actor: Actor) -> Iterator[Duty]:
    """Additional rates that end at their review within four weeks."""
    if not (actor.holds(P.FUNDING_PROPOSE) or actor.holds(P.FUNDING_APPROVE)):
        return
    for rate in queries.for_review(actor, actor.today + SOON):
        if queries.running(rate, actor.today):
            yield Duty(
                title=_("Review an additional support rate: %(line)s") % {"line": rate.line},
                why=_("It ends then unless it is renewed."), verb=_("Review"), url=rate_address(rate),
                due=rule.last_review(rate), kind="funding.review",
            )  # fmt: skip


@duty_source
def reconciliations_waiting(actor: Actor) -> Iterator[Duty]:
    """Outcomes to decide, responses the partner still owes, disputes to answer."""
    if not actor.holds(P.FUNDING_READ):
        return
    for row in queries.open_reconciliations(actor):
        is_open = any(dispute.closed_on is None for dispute in row.disputes.all())
        about = {"month": month(row.period.lower), "line": row.line}
        if not row.outcome and actor.holds(P.FUNDING_APPROVE) and not row.was_asked_by(actor.user):
            title = _("Decide what becomes of a balance: %(month)s, %(line)s") % about
        elif row.outcome and not is_open and actor.holds(P.FUNDING_REPORT):
            title = _("Say what you think of an outcome: %(month)s, %(line)s") % about
        else:
            continue
        yield Duty(
            title=title, why=row.organisation.name, verb=_("Open"), url=reconciliation_address(row), due=None,
            since=row.body.day_of(row.decided_at or row.opened_at), kind="funding.reconciliation",
        )  # fmt: skip


@duty_source
def disputes_to_answer(actor: Actor) -> Iterator[Duty]:
    if not (actor.holds(P.FUNDING_PROPOSE) or actor.holds(P.FUNDING_APPROVE)):
        return
    for dispute in queries.open_disputes(actor).exclude(reconciliation__decided_by=actor.user):
        yield Duty(
            title=_("Answer a dispute: %(line)s") % {"line": dispute.line},
            why=_("Nothing is recovered while it is open."), verb=_("Answer"),
            url=reverse("close_dispute", args=[dispute.public_id]), due=None, since=dispute.raised_on, kind="funding.dispute",
        )  # fmt: skip


@duty_source
def matters_open(actor: Actor) -> Iterator[Duty]:
    """Matters on the ladder. The day their step is aimed to end is told, never due: a target is no limit."""
    if not (actor.holds(P.FUNDING_PROPOSE) or actor.holds(P.FUNDING_REPORT)):
        return
    for row in queries.escalations(actor).filter(state=Escalation.State.OPEN):
        clock = clock_of(row)
        aimed = _("Aimed at: %(day)s.") % {"day": short_date(clock.due)} if clock and clock.due else ""
        why = f"{row.organisation.name}. {step_words(row, row.step)}. {aimed}".strip()
        yield Duty(
            title=_("Settle a matter: %(what)s") % {"what": row.title}, why=why, verb=_("Open"),
            url=escalation_address(row), due=None, since=row.step_since, kind="funding.matter",
        )  # fmt: skip

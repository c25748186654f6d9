"""Variations: proposed, signed by both sides, in force; declined, withdrawn, drawn up anew."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import Any

import pytest

from homeward.apps.accounts.actors import Actor
from homeward.apps.accounts.roles import Role
from homeward.apps.agreements import services
from homeward.apps.agreements.duties import variation_duties
from homeward.apps.agreements.events import TermsChanging
from homeward.apps.agreements.models import Line, LineRate, Variation
from homeward.apps.core import events
from homeward.apps.core.models import Notice
from homeward.apps.core.periods import from_db, to_db
from homeward.apps.core.refusals import Refused, present
from homeward.apps.core.signatures import checked_signatures_of
from homeward.kernel.ranges import DateRange
from homeward.kernel.reasons import Reason
from tests.factories.accounts import actor_in
from tests.factories.agreements import TERM, LineFactory, LineRateFactory, LineTargetFactory
from tests.signing import manager_of, provider_of, sign_as, sign_both

pytestmark = pytest.mark.django_db
MIDDLE, NEXT = dt.date(2025, 7, 1), dt.date(2026, 12, 1)
State = Variation.State


@pytest.fixture
def line() -> Line:
    line: Line = LineFactory()
    LineTargetFactory(line=line)
    LineRateFactory(line=line)
    return line


def proposed(line: Line, by: Actor | None = None, **other: Any) -> Variation:
    given: dict[str, Any] = {
        "effective_on": NEXT, "reason": "Demand has fallen.", "reference": "Yearly review", "knows_past": True,
        "changes": [{"kind": "target", "line": line.public_id, "category": "", "after": "36"}],
    } | other  # fmt: skip
    return services.propose_variation(agreement=line.agreement, by=by or manager_of(line.agreement), **given)


def codes(refused: pytest.ExceptionInfo[Refused]) -> list[str]:
    for reason in refused.value.reasons:
        assert present(reason).fact and present(reason).lift
    return [r.code for r in refused.value.reasons]


def targets(line: Line) -> list[tuple[DateRange, int]]:
    return [(from_db(t.period), t.placements) for t in line.targets.order_by("period")]


# The road ---------------------------------------------------------------------------------------------


def test_nothing_changes_before_both_sides_have_signed(line: Line) -> None:
    variation = proposed(line)
    assert variation.state == State.PROPOSED and targets(line) == [(TERM, 40)]
    assert variation.document is not None
    sign_as(variation.document, provider_of(line.agreement))
    variation.refresh_from_db()
    assert variation.state == State.PROVIDER_SIGNED and targets(line) == [(TERM, 40)]


@pytest.mark.parametrize("first", ["provider", "body"])
def test_the_second_signature_puts_the_terms_into_force_whoever_signs_last(line: Line, first: str) -> None:
    variation = proposed(line)
    assert variation.document is not None
    people = [provider_of(line.agreement), manager_of(line.agreement)]
    for by in people if first == "provider" else people[::-1]:
        sign_as(variation.document, by)
    variation.refresh_from_db()
    assert variation.state == State.IN_FORCE
    assert targets(line) == [(DateRange(TERM.start, NEXT), 40), (DateRange(NEXT, TERM.end), 36)]
    assert line.targets.get(placements=36).reference == "Yearly review"
    assert {s.side for s in variation.document.signatures.all()} == {"provider", "body"}


def test_price_and_loading_change_with_the_target(line: Line) -> None:
    variation = proposed(
        line,
        changes=[
            {"kind": "target", "line": line.public_id, "category": "", "after": "44"},
            {"kind": "rate", "line": line.public_id, "category": "base_unit_annual", "after": "31000.50"},
            {"kind": "loading", "line": line.public_id, "category": "aboriginal", "after": "5.5"},
        ],
    )
    assert [(c["kind"], c["before"], c["after"]) for c in variation.changes] == [
        ("target", "40", "44"), ("rate", "30000", "31000.5"), ("loading", None, "5.5"),
    ]  # fmt: skip
    sign_both(variation)
    assert line.rates.get(period__startswith=NEXT).amount == Decimal("31000.5")
    assert line.rates.get(period__startswith=TERM.start).amount == Decimal("30000")
    assert line.loadings.get().placements == Decimal("5.5")


def test_a_variation_ends_what_stands_and_takes_the_place_of_what_was_set_for_later(line: Line) -> None:
    line.targets.all().delete()
    LineTargetFactory(line=line, placements=40, period=to_db(DateRange(TERM.start, dt.date(2026, 7, 1))))
    LineTargetFactory(line=line, placements=50, period=to_db(DateRange(dt.date(2026, 7, 1), TERM.end)))
    variation = proposed(line, effective_on=MIDDLE)
    assert [r["value"] for r in variation.changes[0]["replaces"]] == ["40", "50"]
    sign_both(variation)
    assert targets(line) == [(DateRange(TERM.start, MIDDLE), 40), (DateRange(MIDDLE, TERM.end), 36)]


def test_listeners_hear_of_the_nights_when_the_terms_are_written_not_when_they_are_proposed(
    line: Line,
) -> None:
    heard: list[TermsChanging] = []
    handlers = events._HANDLERS[TermsChanging]
    handlers.append(heard.append)
    try:
        variation = proposed(line)
        assert heard == []
        sign_both(variation)
    finally:
        handlers.remove(heard.append)
    assert [(e.line, e.ranges) for e in heard] == [(line, (DateRange(NEXT, TERM.end),))]


def test_a_listener_that_refuses_leaves_the_last_signature_unsigned(line: Line) -> None:
    def locked(event: TermsChanging) -> None:
        raise Refused("locked", [Reason("record.collides")])

    variation = proposed(line)
    handlers = events._HANDLERS[TermsChanging]
    handlers.append(locked)
    try:
        with pytest.raises(Refused):
            sign_both(variation)
    finally:
        handlers.remove(locked)
    variation.refresh_from_db()
    assert variation.state == State.PROVIDER_SIGNED and targets(line) == [(TERM, 40)]
    assert variation.document is not None and variation.document.signatures.count() == 1


def test_a_later_day_of_one_line_leaves_the_other_alone(line: Line) -> None:
    other: Line = LineFactory(agreement=line.agreement, service_type="specialist_family_based_care")
    LineTargetFactory(line=other)
    sign_both(proposed(line))
    assert targets(other) == [(TERM, 40)]


def test_both_sides_are_told_and_the_proposer_is_not(line: Line) -> None:
    by, other, provider = manager_of(line.agreement), manager_of(line.agreement), provider_of(line.agreement)
    proposed(line, by)
    assert set(Notice.objects.values_list("user_id", flat=True)) == {other.user.pk, provider.user.pk}
    assert all(n.url.startswith("/agreements/variations/") for n in Notice.objects.all())


# What is refused ----------------------------------------------------------------------------------------


def refusal(line: Line, **other: Any) -> list[str]:
    with pytest.raises(Refused) as refused:
        proposed(line, **other)
    return codes(refused)


def one(line: Line, kind: str, after: str, category: str = "") -> list[dict[str, str]]:
    return [{"kind": kind, "line": line.public_id, "category": category, "after": after}]


def test_every_reason_against_a_proposal_is_told_at_once(line: Line) -> None:
    strange = LineFactory(agreement__provider__body=line.body)
    found = refusal(
        line, effective_on=dt.date(2030, 1, 1), reason=" ", reference="", changes=one(strange, "target", "3")
    )
    assert sorted(found) == ["record.missing", "record.missing", "variation.other_line", "variation.outside"]
    assert refusal(line, changes=[]) == ["variation.changes_nothing"]


@pytest.mark.parametrize(
    ("kind", "category", "after", "code"),
    [
        ("target", "", "40", "variation.same_value"),
        ("target", "", "3.5", "record.wrong"),
        ("target", "", "-1", "record.wrong"),
        ("target", "", "many", "record.wrong"),
        ("target", "", "NaN", "record.wrong"),
        ("target", "", "Infinity", "record.wrong"),
        ("rate", "per_night", "300", "rate.other_method"),
        ("rate", "base_unit_annual", "-5", "record.wrong"),
        ("rate", "base_unit_annual", "1.00001", "record.wrong"),
        ("rate", "base_unit_annual", "30000.00", "variation.same_value"),
        ("loading", "unheard_of", "3", "record.unknown_code"),
        ("loading", "aboriginal", "-3", "record.wrong"),
        ("loading", "aboriginal", "100.5 %", "loading.above_whole"),
        ("colour", "", "red", "variation.unknown_kind"),
    ],
)
def test_a_value_that_cannot_be_is_refused_at_its_field(
    line: Line, kind: str, category: str, after: str, code: str
) -> None:
    assert refusal(line, changes=one(line, kind, after, category)) == [code]


def test_one_term_has_one_new_value(line: Line) -> None:
    assert refusal(line, changes=one(line, "target", "3") + one(line, "target", "4")) == ["variation.twice"]


def test_a_fee_for_service_line_has_no_target_to_vary() -> None:
    line: Line = LineFactory(method=Line.Method.PER_NIGHT)
    assert refusal(line) == ["target.fee_for_service"]
    variation = proposed(line, changes=one(line, "rate", "310", "per_night"))
    sign_both(variation)
    assert line.rates.get().kind == LineRate.Kind.PER_NIGHT


def test_a_day_in_the_past_needs_the_consequence_told(line: Line) -> None:
    assert refusal(line, effective_on=MIDDLE, knows_past=False) == ["variation.past"]
    assert proposed(line, effective_on=MIDDLE, knows_past=True).state == State.PROPOSED


@pytest.mark.parametrize("role", [Role.CONTRACT_OFFICER, Role.DIRECTOR, Role.FINANCE_OFFICER, Role.AUDITOR])
def test_only_a_contract_manager_proposes(line: Line, role: Role) -> None:
    assert refusal(line, by=actor_in(role, line.body)) == ["record.not_permitted"]


@pytest.mark.parametrize(
    ("role", "may_sign"),
    [
        (Role.CONTRACT_MANAGER, True),
        (Role.DIRECTOR, True),
        (Role.PROVIDER_MANAGER, True),
        (Role.CONTRACT_OFFICER, False),
        (Role.FINANCE_OFFICER, False),
        (Role.AUDITOR, False),
        (Role.PROVIDER_WORKER, False),
    ],
)
def test_who_signs(line: Line, role: Role, may_sign: bool) -> None:
    variation = proposed(line)
    assert variation.document is not None
    of_provider = role in (Role.PROVIDER_MANAGER, Role.PROVIDER_WORKER)
    by = actor_in(role, line.body, line.organisation if of_provider else None)
    if may_sign:
        assert sign_as(variation.document, by).side == ("provider" if of_provider else "body")
        return
    with pytest.raises(Refused) as refused:
        sign_as(variation.document, by)
    assert codes(refused) == ["record.not_permitted"]


def test_another_provider_and_another_body_do_not_see_what_is_signed(line: Line) -> None:
    variation = proposed(line)
    assert variation.document is not None
    for by in (actor_in(Role.PROVIDER_MANAGER, line.body), actor_in(Role.CONTRACT_MANAGER)):
        with pytest.raises(Refused) as refused:
            sign_as(variation.document, by)
        assert codes(refused) == ["record.not_permitted"]


def test_the_proposer_may_sign_for_the_department_because_the_provider_is_the_second_pair_of_eyes(
    line: Line,
) -> None:
    by = manager_of(line.agreement)
    variation = proposed(line, by)
    assert variation.document is not None
    assert sign_as(variation.document, by).side == "body"


# Stale, declined, withdrawn -----------------------------------------------------------------------------


def test_terms_that_changed_meanwhile_make_the_paper_stale_and_it_is_drawn_up_anew(line: Line) -> None:
    first, second = proposed(line), proposed(line, changes=one(line, "target", "30"))
    assert first.document is not None and second.document is not None
    provider = provider_of(line.agreement)
    sign_as(second.document, provider)
    sign_both(first)
    with pytest.raises(Refused) as refused:
        sign_as(second.document, manager_of(line.agreement))
    assert "variation.stale" in codes(refused)
    told = next(r for r in refused.value.reasons if r.code == "variation.stale")
    assert (told.inputs["was"], told.inputs["now"]) == ("40 from 1 Dec 2026", "36 from 1 Dec 2026")
    old = second.document
    services.renew_variation(variation=second, by=manager_of(line.agreement))
    second.refresh_from_db()
    assert second.state == State.PROPOSED and second.changes[0]["before"] == "36"
    assert [c.why for c in checked_signatures_of(old)] == ["replaced"]
    assert checked_signatures_of(old)[0].void_since == second.document.added_at
    sign_both(second)
    assert targets(line)[-1] == (DateRange(NEXT, TERM.end), 30)


def test_what_still_fits_is_not_drawn_up_anew(line: Line) -> None:
    variation = proposed(line)
    with pytest.raises(Refused) as refused:
        services.renew_variation(variation=variation, by=manager_of(line.agreement))
    assert codes(refused) == ["variation.fits"]


def test_a_line_that_ended_meanwhile_stops_the_signing(line: Line) -> None:
    variation = proposed(line)
    assert variation.document is not None
    services.end_agreement(agreement=line.agreement, on=dt.date(2026, 11, 1), by=manager_of(line.agreement))
    with pytest.raises(Refused) as refused:
        sign_as(variation.document, provider_of(line.agreement))
    assert codes(refused) == ["variation.line_not_in_force", "variation.outside"]


@pytest.mark.parametrize("how", ["withdraw", "decline"])
def test_what_is_withdrawn_or_declined_is_signed_no_more(line: Line, how: str) -> None:
    variation = proposed(line)
    manager, provider = manager_of(line.agreement), provider_of(line.agreement)
    close: Any = services.withdraw_variation if how == "withdraw" else services.decline_variation
    by = manager if how == "withdraw" else provider
    with pytest.raises(Refused) as refused:
        close(variation=variation, reason=" ", by=by)
    assert codes(refused) == ["record.missing"]
    close(variation=variation, reason="The need has passed.", by=by)
    variation.refresh_from_db()
    assert variation.closed_reason == "The need has passed." and variation.closed_by == by.user
    assert variation.document is not None
    with pytest.raises(Refused) as refused:
        sign_as(variation.document, provider)
    assert codes(refused) == ["machine.state"]
    with pytest.raises(Refused) as refused:
        close(variation=variation, reason="Again.", by=by)
    assert codes(refused) == ["machine.state"]
    assert targets(line) == [(TERM, 40)]


def test_a_side_that_signed_does_not_decline_what_it_signed(line: Line) -> None:
    variation = proposed(line)
    assert variation.document is not None
    provider = provider_of(line.agreement)
    sign_as(variation.document, provider)
    with pytest.raises(Refused) as refused:
        services.decline_variation(variation=variation, reason="Second thoughts", by=provider)
    assert codes(refused) == ["variation.own_side_signed"]


def test_what_is_in_force_is_neither_withdrawn_nor_declined(line: Line) -> None:
    variation = sign_both(proposed(line))
    for close, by in (
        (services.withdraw_variation, manager_of(line.agreement)),
        (services.decline_variation, provider_of(line.agreement)),
    ):
        with pytest.raises(Refused) as refused:
            close(variation=variation, reason="Too late", by=by)
        assert codes(refused) == ["machine.state"]


# Duties ---------------------------------------------------------------------------------------------------


def duties(by: Actor) -> list[str]:
    return [d.title.split(":")[0] for d in variation_duties(by)]


def test_the_side_that_has_not_signed_has_the_duty(line: Line) -> None:
    manager, provider = manager_of(line.agreement), provider_of(line.agreement)
    variation = proposed(line, manager)
    assert duties(manager) == duties(provider) == ["Sign a variation"]
    assert variation.document is not None
    sign_as(variation.document, provider)
    assert duties(provider) == [] and duties(manager) == ["Sign a variation"]
    sign_as(variation.document, manager)
    assert duties(manager) == []


def test_a_stale_variation_is_the_managers_duty_to_draw_up_anew(line: Line) -> None:
    manager, provider = manager_of(line.agreement), provider_of(line.agreement)
    first, second = proposed(line, manager), proposed(line, manager, changes=one(line, "target", "30"))
    sign_both(first)
    assert duties(manager) == ["Draw up a variation anew"] and duties(provider) == []
    services.renew_variation(variation=second, by=manager)
    assert duties(provider) == ["Sign a variation"]

"""Agreements, lines and their terms: what is written, what is refused, what others are told before."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from decimal import Decimal

import pytest

from homeward.apps.accounts.actors import Actor
from homeward.apps.accounts.roles import Role
from homeward.apps.agreements import services
from homeward.apps.agreements.events import TermsChanging
from homeward.apps.agreements.models import Agreement, Line, LineTarget, ServiceSpecification
from homeward.apps.core import events
from homeward.apps.core.periods import from_db, to_db
from homeward.apps.core.refusals import Refused, present
from homeward.kernel.ranges import DateRange
from homeward.kernel.reasons import Reason
from tests.factories.accounts import actor_in
from tests.factories.agreements import (
    TERM,
    AgreementFactory,
    LineFactory,
    LineOverrideFactory,
    LineRateFactory,
    LineTargetFactory,
    ServiceSpecificationFactory,
)
from tests.factories.providers import HomeFactory, ProviderFactory

pytestmark = pytest.mark.django_db
FIRST, MIDDLE, END = TERM.start, dt.date(2025, 7, 1), dt.date(2027, 7, 1)
CARE = "general_family_based_care"


@pytest.fixture
def by() -> Actor:
    return actor_in()


@pytest.fixture
def line(by: Actor) -> Line:
    return LineFactory(agreement__provider__body=by.body)


@pytest.fixture
def told() -> Iterator[list[TermsChanging]]:
    heard: list[TermsChanging] = []
    handlers = events._HANDLERS[TermsChanging]
    before = list(handlers)
    handlers.append(heard.append)
    yield heard
    handlers[:] = before


def codes(refused: pytest.ExceptionInfo[Refused]) -> list[str]:
    for reason in refused.value.reasons:
        assert present(reason).fact
    return sorted(reason.code for reason in refused.value.reasons)


def test_lines_are_numbered_and_run_as_long_as_their_agreement(by: Actor) -> None:
    provider = ProviderFactory(body=by.body)
    agreement = services.make_agreement(
        provider=provider, reference="A-1", title="Foster care", period=TERM, by=by
    )
    one = services.add_line(agreement=agreement, service_type=CARE, method="block", cost_code="C1", by=by)
    two = services.add_line(agreement=agreement, service_type=CARE, method="per_night", cost_code="C2", by=by)
    assert [one.number, two.number] == [1, 2]
    assert from_db(two.period) == TERM
    assert {agreement.organisation, one.organisation} == {provider.organisation}


def test_every_reason_against_an_agreement_is_told_at_once(by: Actor) -> None:
    AgreementFactory(provider__body=by.body, reference="A-1")
    ended = ProviderFactory(body=by.body, end=dt.date(2025, 1, 1))
    with pytest.raises(Refused) as refused:
        services.make_agreement(provider=ended, reference="A-1", title="", period=TERM, by=by)
    assert codes(refused) == ["agreement.provider_ended", "record.missing", "record.taken"]
    assert Agreement.objects.filter(body=by.body).count() == 1


def test_every_reason_against_a_line_is_told_at_once(by: Actor) -> None:
    agreement = AgreementFactory(provider__body=by.body)
    with pytest.raises(Refused) as refused:
        services.add_line(
            agreement=agreement, service_type="castle_care", method="barter", cost_code=" ", placement_type="tent",
            period=DateRange(FIRST, dt.date(2030, 1, 1)), specification=ServiceSpecificationFactory(body=by.body),
            home=HomeFactory(provider__body=by.body), by=by,
        )  # fmt: skip
    assert codes(refused) == [
        "line.other_home", "line.other_specification", "record.missing", "record.outside", "record.unknown_code",
        "record.unknown_code", "record.wrong",
    ]  # fmt: skip


def test_the_same_line_twice_is_refused_and_another_home_is_another_line(by: Actor) -> None:
    agreement = AgreementFactory(provider__body=by.body)
    homes = [HomeFactory(provider=agreement.provider, kind="residential_home") for _ in range(2)]
    add = lambda home: services.add_line(  # noqa: E731
        agreement=agreement, service_type="residential_care", method="block", cost_code="C1", home=home, by=by
    )
    add(homes[0])
    add(homes[1])
    with pytest.raises(Refused) as refused:
        add(homes[0])
    assert codes(refused) == ["line.twice"]


@pytest.mark.parametrize(
    "role", [Role.CONTRACT_OFFICER, Role.DIRECTOR, Role.FINANCE_OFFICER, Role.PLACEMENT_OFFICER, Role.AUDITOR]
)
def test_only_a_contract_manager_changes_terms(role: Role, line: Line) -> None:
    other = actor_in(role, line.body)
    for write in (
        lambda: services.set_target(line=line, placements=1, period=TERM, reference="Item 3", by=other),
        lambda: services.end_agreement(agreement=line.agreement, on=MIDDLE, by=other),
        lambda: services.propose_variation(
            agreement=line.agreement, effective_on=MIDDLE, reason="x", reference="x", changes=[], by=other
        ),
    ):
        with pytest.raises(Refused) as refused:
            write()
        assert codes(refused) == ["record.not_permitted"]


def test_a_target_outside_its_line_overlapping_below_nought_or_unfounded_is_refused(
    by: Actor, line: Line
) -> None:
    LineTargetFactory(line=line, period=to_db(DateRange(FIRST, MIDDLE)))
    with pytest.raises(Refused) as refused:
        services.set_target(
            line=line,
            placements=Decimal("-1"),
            period=DateRange(dt.date(2025, 1, 1), dt.date(2028, 1, 1)),
            reference="",
            by=by,
        )
    assert codes(refused) == ["record.missing", "record.outside", "record.wrong", "term.overlaps"]
    services.set_target(line=line, placements=42, period=DateRange(MIDDLE, END), reference="Item 3", by=by)
    assert line.targets.count() == 2


def test_a_fee_for_service_line_has_a_price_a_night_and_no_target(by: Actor) -> None:
    line = LineFactory(agreement__provider__body=by.body, method="per_night")
    with pytest.raises(Refused) as refused:
        services.set_target(line=line, placements=3, period=TERM, reference="Item 3", by=by)
    assert codes(refused) == ["target.fee_for_service"]
    with pytest.raises(Refused) as refused:
        services.set_rate(
            line=line, kind="base_unit_annual", amount=3, period=TERM, reference="Att. 5", by=by
        )
    assert codes(refused) == ["rate.other_method"]
    rate = services.set_rate(
        line=line, kind="per_night", amount=Decimal("212.50"), period=TERM, reference="Att. 5", by=by
    )
    assert rate.amount == Decimal("212.50")


def test_a_float_is_never_money(by: Actor, line: Line) -> None:
    with pytest.raises(TypeError):
        services.set_rate(line=line, kind="base_unit_annual", amount=0.1, period=TERM, reference="x", by=by)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("parameter", "key", "value", "reference", "expected"),
    [
        ("utilisation.no_such", "", "1", "SC 7", ["override.refused"]),
        ("utilisation.over_threshold", "", "a lot", "SC 7", ["override.refused"]),
        ("utilisation.over_threshold", "", "105", "", ["record.missing"]),
        ("utilisation.levels", "castle_care", "x", "SC 7", ["override.refused", "override.refused"]),
        ("funding.growth", CARE, "sometimes", "SC 7", ["override.refused"]),
    ],
)  # fmt: skip
def test_an_override_that_cannot_stand_is_refused(
    parameter: str, key: str, value: str, reference: str, expected: list[str], by: Actor, line: Line
) -> None:
    with pytest.raises(Refused) as refused:
        services.override_value(
            line=line, parameter=parameter, key=key, value=value, period=TERM, reference=reference, by=by
        )
    assert codes(refused) == expected
    assert not line.overrides.exists()


def test_an_override_stands_with_its_reference_and_not_twice_on_a_day(by: Actor, line: Line) -> None:
    give = lambda: services.override_value(  # noqa: E731
        line=line, parameter="funding.growth", key=CARE, value="none", period=TERM, reference="SC 7", by=by
    )
    assert give().reference == "SC 7"
    with pytest.raises(Refused) as refused:
        give()
    assert codes(refused) == ["term.overlaps"]


def test_ending_an_agreement_ends_its_lines_and_terms(by: Actor, line: Line) -> None:
    LineTargetFactory(line=line)
    LineRateFactory(line=line, period=to_db(DateRange(FIRST, MIDDLE)))
    LineOverrideFactory(line=line, period=to_db(DateRange(dt.date(2026, 1, 1), END)))
    later = LineFactory(
        agreement=line.agreement,
        service_type="residential_care",
        period=to_db(DateRange(dt.date(2026, 7, 1), END)),
    )
    services.end_agreement(agreement=line.agreement, on=MIDDLE, by=by)
    line.refresh_from_db()
    assert from_db(line.agreement.period).end == from_db(line.period).end == MIDDLE
    assert from_db(line.targets.get().period) == DateRange(FIRST, MIDDLE)
    assert from_db(line.rates.get().period) == DateRange(FIRST, MIDDLE)
    assert not line.overrides.exists()
    assert not Line.objects.filter(pk=later.pk).exists()


@pytest.mark.parametrize(
    ("day", "code"),
    [(dt.date(2020, 1, 1), "record.reversed"), (FIRST, "agreement.never_began"), (END, "agreement.already_ends")],
)  # fmt: skip
def test_an_agreement_ends_inside_its_dates(day: dt.date, code: str, by: Actor, line: Line) -> None:
    with pytest.raises(Refused) as refused:
        services.end_agreement(agreement=line.agreement, on=day, by=by)
    assert codes(refused) == [code]


def test_a_target_is_ended_early_or_taken_back(by: Actor, line: Line) -> None:
    target = LineTargetFactory(line=line)
    services.end_term(term=target, on=MIDDLE, reason="Typing error", by=by)
    assert from_db(line.targets.get().period) == DateRange(FIRST, MIDDLE)
    with pytest.raises(Refused) as refused:
        services.end_term(term=line.targets.get(), on=END, by=by)
    assert codes(refused) == ["term.not_inside"]
    services.end_term(term=line.targets.get(), on=FIRST, by=by)
    assert not LineTarget.objects.exists()


def test_listeners_are_told_which_nights_change_before_anything_is_written(
    by: Actor, line: Line, told: list[TermsChanging]
) -> None:
    services.set_target(line=line, placements=4, period=DateRange(FIRST, MIDDLE), reference="Item 3", by=by)
    services.set_rate(line=line, kind="base_unit_annual", amount=9, period=TERM, reference="Att. 5", by=by)
    services.override_value(
        line=line,
        parameter="funding.growth",
        value="none",
        period=DateRange(MIDDLE, END),
        reference="SC 7",
        by=by,
    )
    services.end_agreement(agreement=line.agreement, on=dt.date(2027, 1, 1), by=by)
    assert [event.ranges for event in told] == [
        (DateRange(FIRST, MIDDLE),), (TERM,), (DateRange(MIDDLE, END),),
        (DateRange(dt.date(2027, 1, 1), END),),
    ]  # fmt: skip
    assert all(event.line == line and event.by == by for event in told)


def test_a_listener_that_refuses_leaves_everything_as_it_was(by: Actor, line: Line) -> None:
    LineTargetFactory(line=line)

    def locked(event: TermsChanging) -> None:
        raise Refused("locked", [Reason("record.collides")])

    handlers = events._HANDLERS[TermsChanging]
    handlers.append(locked)
    try:
        for write in (
            lambda: services.end_agreement(agreement=line.agreement, on=MIDDLE, by=by),
            lambda: services.change_line(line=line, period=DateRange(FIRST, MIDDLE), by=by),
            lambda: services.end_term(term=line.targets.get(), on=MIDDLE, by=by),
        ):
            with pytest.raises(Refused):
                write()
    finally:
        handlers.remove(locked)
    line.refresh_from_db()
    assert (
        from_db(line.period) == from_db(line.agreement.period) == from_db(line.targets.get().period) == TERM
    )


def test_changing_a_lines_cost_code_moves_no_night(by: Actor, line: Line, told: list[TermsChanging]) -> None:
    services.change_line(line=line, cost_code="NEW", by=by)
    assert not told
    services.change_line(line=line, period=DateRange(MIDDLE, END), by=by)
    assert [event.ranges for event in told] == [(DateRange(FIRST, MIDDLE),)]


def test_an_agreement_is_not_cut_under_its_lines(by: Actor, line: Line) -> None:
    with pytest.raises(Refused) as refused:
        services.change_agreement(agreement=line.agreement, period=DateRange(FIRST, MIDDLE), by=by)
    assert codes(refused) == ["record.outside"]
    services.change_agreement(
        agreement=line.agreement, title="Longer", period=DateRange(FIRST, dt.date(2028, 7, 1)), by=by
    )
    assert from_db(line.agreement.period).end == dt.date(2028, 7, 1)


def test_a_specification_is_published_version_by_version(by: Actor) -> None:
    publish = lambda day, kind=CARE: services.publish_specification(  # noqa: E731
        code="FBC",
        title="Family based care",
        service_type=kind,
        text="What it must be.",
        effective_from=day,
        by=by,
    )
    one, two = publish(FIRST), publish(MIDDLE)
    one.refresh_from_db()
    assert (one.version, two.version, one.withdrawn_on) == (1, 2, MIDDLE)
    with pytest.raises(Refused) as refused:
        publish(MIDDLE, "residential_care")
    assert codes(refused) == ["specification.not_later", "specification.other_service"]
    assert ServiceSpecification.objects.count() == 2


def test_what_another_person_changed_meanwhile_stays(by: Actor, line: Line) -> None:
    theirs = Line.objects.get(pk=line.pk)
    services.change_line(line=theirs, cost_code="CC-9", by=by)
    period = DateRange(from_db(line.period).start, from_db(line.period).start + dt.timedelta(days=40))
    services.change_line(line=line, period=period, by=by)
    stored = Line.objects.get(pk=line.pk)
    assert (stored.cost_code, from_db(stored.period)) == ("CC-9", period)

    mine, other = (Agreement.objects.get(pk=line.agreement_id) for _ in range(2))
    services.change_agreement(agreement=other, title="Placements, corrected", by=by)
    services.change_agreement(agreement=mine, reference="DCP-9999", by=by)
    agreement = Agreement.objects.get(pk=line.agreement_id)
    assert (agreement.title, agreement.reference) == ("Placements, corrected", "DCP-9999")

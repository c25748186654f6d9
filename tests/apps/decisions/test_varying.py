"""A contract changes while children live under it: proposed, signed as the contract was, paid from its day on."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import Any

import pytest
import time_machine
from django.urls import reverse

from homeward.apps.accounts.roles import Role
from homeward.apps.core.duties import duties_of
from homeward.apps.core.models import Notice
from homeward.apps.core.periods import from_db
from homeward.apps.decisions import services
from homeward.apps.decisions.models import Contract, ContractVariation, Decision
from homeward.apps.decisions.services import varying
from homeward.apps.decisions.varying import terms_on
from homeward.apps.decisions.varying_papers import variation_data, variation_paper
from homeward.apps.statements import services as statements
from homeward.apps.statements.machine import newest
from homeward.apps.statements.models import Adjustment, Statement
from homeward.apps.statements.periods import period_of
from tests.browsing import client_of
from tests.factories.accounts import actor_in
from tests.factories.decisions import House, make_house
from tests.pdfs import Paper
from tests.refusing import refused_by
from tests.signing import sign_as

pytestmark = pytest.mark.django_db
FEBRUARY, MARCH = dt.date(2027, 2, 1), dt.date(2027, 3, 1)


def begun() -> House:
    with time_machine.travel("2027-01-11 10:00", tick=False):
        made = make_house()
        made.started()
    return made


@pytest.fixture(scope="module")
def copied(made_once: Any) -> Any:
    return made_once(begun)


@pytest.fixture
def house(copied: Any) -> House:
    made: House = copied()
    return made


def contract_of(house: House) -> Contract:
    return Contract.objects.get(body=house.body)


def propose(
    house: House, *, on: dt.date = FEBRUARY, weekly: str = "930.00", **more: Any
) -> ContractVariation:
    """Thirty pounds more, all of it for care."""
    contract = contract_of(house)
    terms = {
        "weekly": Decimal(weekly), "care": Decimal(weekly), "education": Decimal(0), "health": Decimal(0),
        "buys": contract.buys, **more.pop("terms", {}),
    }  # fmt: skip
    told = {"kind": "uplift", "reason": "Prices rose.", "by": house.officer, **more}
    return services.vary_contract(contract=contract, effective_on=on, terms=terms, **told)


def sign(house: House, variation: ContractVariation) -> ContractVariation:
    for actor in (house.managers[0], house.head):
        assert variation.document is not None
        sign_as(variation.document, actor)
    variation.refresh_from_db()
    return variation


def prices(house: House) -> list[tuple[dt.date, Decimal]]:
    line = contract_of(house).children.get().line
    assert line is not None
    return sorted((from_db(rate.period).start, rate.amount) for rate in line.rates.all())


@time_machine.travel("2027-01-20 10:00", tick=False)
def test_it_holds_once_everybody_has_signed_and_from_its_day_on(house: House) -> None:
    before = prices(house)
    variation = propose(house)
    assert variation.document is not None
    sign_as(variation.document, house.managers[0])
    variation.refresh_from_db()
    assert (variation.state, prices(house)) == ("proposed", before)
    sign_as(variation.document, house.head)
    variation.refresh_from_db()
    assert variation.state == "in_force"
    assert prices(house) == [(dt.date(2027, 1, 11), Decimal("900.0000")), (FEBRUARY, Decimal("930.0000"))]
    contract = contract_of(house)
    assert contract.weekly == Decimal(900)  # what was signed at first stays as it was signed
    assert [terms_on(contract, day).weekly for day in (dt.date(2027, 1, 31), FEBRUARY)] == [900, 930]


def test_it_reaches_back_into_a_closed_quarter_as_an_adjustment(house: House) -> None:
    """From 1 March on 30 pounds a week more: 31 nights at a seventh of it."""
    officer, manager = house.actor(Role.CONTRACT_OFFICER), house.actor(Role.CONTRACT_MANAGER)
    with time_machine.travel("2027-04-02 10:00", tick=False):
        statements.close_period(body=house.body, quarter=period_of(house.body, "Q4 2026-27"), by=officer)
        statements.issue(statement=Statement.objects.get(), by=officer)
        assert Decimal(newest(Statement.objects.get()).decision["money"][0]["amount"]) == Decimal("10285.71")
        statements.agree_for_provider(statement=Statement.objects.get(), by=house.managers[0])
        statements.agree_for_body(statement=Statement.objects.get(), by=manager)
    with time_machine.travel("2027-04-06 10:00", tick=False):
        sign(house, propose(house, on=MARCH))
        rows = list(Adjustment.objects.filter(code="per_week"))
        assert [row.amount for row in rows] == [Decimal("132.86")]


@time_machine.travel("2027-01-20 10:00", tick=False)
def test_an_extra_and_two_siblings_share_the_new_price(house: House) -> None:
    with time_machine.travel("2027-01-11 10:00", tick=False):
        two = make_house(children=2)
        two.started()
    contract = contract_of(two)
    services.add_extra(
        contract=contract, words="Taxi", weekly=Decimal(70), starts_on=FEBRUARY, ends_on=MARCH, reason="No bus", by=two.officer
    )  # fmt: skip
    weekly = contract.weekly + Decimal("30.01")
    terms = {"weekly": weekly, "care": contract.care + Decimal("30.01"), "education": contract.education,
             "health": contract.health}  # fmt: skip
    sign(two, propose(two, on=dt.date(2027, 2, 15), terms=terms))
    sums: dict[dt.date, Decimal] = {}
    for row in contract.children.select_related("line"):
        for rate in row.line.rates.all():
            start = from_db(rate.period).start
            sums[start] = sums.get(start, Decimal(0)) + rate.amount
    assert sums == {
        dt.date(2027, 1, 11): contract.weekly, FEBRUARY: contract.weekly + 70, dt.date(2027, 2, 15): weekly + 70,
        MARCH: weekly,
    }  # fmt: skip


@time_machine.travel("2027-01-20 10:00", tick=False)
def test_new_terms_hold_without_end_and_replace_what_was_agreed_for_later(house: House) -> None:
    uplift = sign(house, propose(house, on=MARCH))
    tutor = propose(house, weekly="1100.00", terms={"buys": "Care, and a tutor"}, kind="variation")
    assert "variation 1, in force from 1 Mar 2027" in Paper(variation_paper(tutor)).text
    assert terms_on(contract_of(house), MARCH).weekly == 930  # nothing is replaced before everybody signed
    sign(house, tutor)
    uplift.refresh_from_db()
    assert uplift.state == "replaced"
    assert prices(house) == [(dt.date(2027, 1, 11), Decimal("900.0000")), (FEBRUARY, Decimal("1100.0000"))]
    again = sign(house, propose(house, on=MARCH, weekly="1130.00"))
    assert (again.state, terms_on(contract_of(house), MARCH).weekly) == ("in_force", 1130)


@time_machine.travel("2027-01-20 10:00", tick=False)
def test_another_contract_and_the_end_take_variations_with_them(house: House) -> None:
    with time_machine.travel("2027-01-11 10:00", tick=False):
        other = make_house()
        contract = other.sign(other.drawn())
    sign(other, propose(other))
    Decision.objects.filter(pk=contract.decision_id).update(state="accepted")
    contract.decision.refresh_from_db()
    eight = {"weekly": Decimal(800), "care": Decimal(800), "education": Decimal(0), "health": Decimal(0)}
    other.draw(contract.decision, **eight)
    contract.refresh_from_db()
    assert terms_on(contract, MARCH).weekly == 800
    waits = propose(house)
    assert "decision.sign_variation" in {duty.kind for duty in duties_of(house.head)}
    decision = contract_of(house).decision
    services.end_decision(decision=decision, on=house.today, end_reason="home_as_planned", by=house.officer)
    waits.refresh_from_db()
    assert waits.state == "withdrawn"
    assert "decision.sign_variation" not in {duty.kind for duty in duties_of(house.head)}


@time_machine.travel("2027-01-20 10:00", tick=False)
def test_nobody_pays_less_than_nothing_or_more_than_fits(house: House) -> None:
    terms = {"care": Decimal(1930), "education": Decimal(-1000)}
    assert refused_by(propose, house, terms=terms) == {"contract.part_below_nought"}
    contract = contract_of(house)
    sent = client_of(house.officer).post(
        reverse("vary_contract", args=[contract.public_id]),
        {"kind": "uplift", "effective_on": "2027-02-01", "weekly": "99999999", "care": "99999999", "education": "0",
         "health": "0", "buys": "Care", "reason": "Prices rose."},
    )  # fmt: skip
    assert sent.status_code == 200 and "Error: Vary the contract" in sent.content.decode()


@time_machine.travel("2027-01-20 10:00", tick=False)
def test_a_home_of_the_authoritys_own_is_not_varied_by_one_person(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(varying, "needed_sides", lambda contract: ("body",))
    both = actor_in(Role.HEAD_OF_SERVICE, house.body, user=house.officer.user)
    variation = propose(house)
    assert variation.document is not None
    assert refused_by(sign_as, variation.document, both) == {"contract.varied_by_one"}


@time_machine.travel("2027-01-20 10:00", tick=False)
def test_who_is_told_what(house: House) -> None:
    variation = propose(house)
    assert variation.document is not None
    sign_as(variation.document, house.managers[0])
    told = set(Notice.objects.filter(title__endswith="waits for you").values_list("user_id", flat=True))
    assert told == {house.head.user.pk}
    services.decline_variation(variation=variation, reason="The figure is wrong.", by=house.head)
    declined = Notice.objects.filter(title__endswith="was declined")
    assert {row.text for row in declined} == {"The figure is wrong."}
    assert {row.user_id for row in declined} == {house.officer.user.pk, house.managers[0].user.pk}


@time_machine.travel("2027-01-20 10:00", tick=False)
def test_every_reason_against_it_at_once(house: House) -> None:
    wrong = {"weekly": Decimal(0), "care": Decimal(5), "buys": " "}
    name = house.search.referral.children.get().child.given_name
    found = refused_by(propose, house, on=dt.date(2027, 1, 11), terms=wrong, reason=f"For {name}")
    assert found == {
        "contract.nought", "contract.split", "contract.varied_too_early", "contract.missing", "decision.names_a_child",
    }  # fmt: skip
    assert refused_by(propose, house, weekly="900.00") == {"contract.varies_nothing"}
    propose(house)
    assert refused_by(propose, house, on=MARCH) == {"contract.variation_open"}


@time_machine.travel("2027-01-20 10:00", tick=False)
def test_a_contract_not_signed_by_everybody_is_drawn_anew_not_varied() -> None:
    house = make_house()
    house.drawn()
    assert "contract.not_to_vary" in refused_by(propose, house)


@time_machine.travel("2027-01-20 10:00", tick=False)
def test_the_agreement_behind_it_is_not_varied_beside_it(house: House) -> None:
    from homeward.apps.agreements.services import propose_variation

    contract = contract_of(house)
    line = contract.children.get().line
    assert contract.agreement is not None and line is not None
    change = {"kind": "rate", "line": line.public_id, "category": "per_week", "after": "1"}
    manager = house.actor(Role.CONTRACT_MANAGER)
    assert refused_by(
        propose_variation, agreement=contract.agreement, effective_on=FEBRUARY, reason="Less", reference="None",
        changes=[change], by=manager,
    ) == {"variation.individual"}  # fmt: skip


@time_machine.travel("2027-01-20 10:00", tick=False)
def test_it_is_declined_or_taken_back_with_a_reason_and_then_not_signed(house: House) -> None:
    variation = propose(house)
    assert refused_by(services.decline_variation, variation=variation, reason="", by=house.managers[0]) == {
        "decision.reason_missing"
    }
    services.decline_variation(variation=variation, reason="Too little.", by=house.managers[0])
    assert refused_by(sign, house, variation) == {"machine.state"}
    again = propose(house)
    services.take_back_variation(variation=again, reason="A wrong figure.", by=house.officer)
    assert [v.state for v in ContractVariation.objects.order_by("number")] == ["declined", "withdrawn"]
    assert terms_on(contract_of(house), MARCH).weekly == 900


@time_machine.travel("2027-01-20 10:00", tick=False)
def test_the_paper_shows_before_and_after_and_names_no_child(house: House) -> None:
    variation = propose(house, terms={"buys": "Care, and a tutor"})
    text = Paper(variation_paper(variation)).text
    child = house.search.referral.children.get().child
    assert "£900.00" in text and "£930.00" in text and "a tutor" in text
    assert child.given_name not in text and child.client_number not in text
    assert variation_data(variation)["version"].endswith("/1")


@time_machine.travel("2027-01-20 10:00", tick=False)
def test_its_pages_for_each_side(house: House) -> None:
    contract = contract_of(house)
    address = reverse("contract", args=[contract.public_id])
    officer, provider = client_of(house.officer), client_of(house.managers[0])
    form = officer.get(reverse("vary_contract", args=[contract.public_id])).content.decode()
    assert "900.00" in form and contract.buys.split(".")[0] in form
    sent = officer.post(
        reverse("vary_contract", args=[contract.public_id]),
        {"kind": "uplift", "effective_on": "2027-02-01", "weekly": "930", "care": "930",
         "education": "0", "health": "0", "buys": contract.buys, "reason": "Prices rose."},
    )  # fmt: skip
    assert sent.status_code == 302, sent.content.decode()[:3000]
    page = provider.get(address).content.decode()
    assert "Waits for signatures" in page and "Read and sign" in page and "Take it back" not in page
    assert "Sign variation 1" in provider.get("/").content.decode()
    sign(house, ContractVariation.objects.get())
    with time_machine.travel("2027-02-02 10:00", tick=False):
        page = client_of(house.officer).get(address).content.decode()
    assert "by variation 1" in page and "£930.00" in page
    other = client_of(house.managers[1])
    assert other.get(address).status_code == 404

"""Opening, proposing, deciding and closing, as the people who sit on the panel."""

from __future__ import annotations

import datetime as dt
import json
from pathlib import Path
from typing import Any

import pytest

from homeward.apps.accounts.roles import Role
from homeward.apps.core.documents import content_of
from homeward.apps.core.duties import duties_of
from homeward.apps.core.models import JobRun
from homeward.apps.core.refusals import Refused, present
from homeward.apps.panels import services
from homeward.apps.panels.agenda import digest_of
from homeward.apps.panels.models import Panel, PanelItem
from homeward.apps.panels.services import Put
from homeward.apps.panels.totals import side_by_side
from homeward.cli import decide
from tests.factories.accounts import actor_in
from tests.factories.decisions import ContractFactory, DecisionFactory, ExtraCostFactory
from tests.factories.panels import PanelWorld
from tests.factories.searches import SearchFactory
from tests.pdfs import Paper

Outcome = PanelItem.Outcome


def codes(refusal: Any) -> set[str]:
    for reason in refusal.value.reasons:
        present(reason)
    return {reason.code for reason in refusal.value.reasons}


def put(world: PanelWorld, item: PanelItem, name: str) -> list[Put]:
    children = sorted(c.child.public_id for c in item.referral.children.select_related("child"))
    return [Put(world.homes[name].public_id, tuple(children))]


def homes_of(item: PanelItem) -> list[str]:
    return [place["home"] for place in item.places]


def test_brother_and_sister_get_the_only_home_for_two_whoever_came_first(world: PanelWorld) -> None:
    panel = world.opened()
    found = side_by_side(panel)
    assert found is not None
    assert (found["proposed"]["placed"], found["first_come"]["placed"]) == (3, 1)
    assert (found["proposed"]["together"], found["first_come"]["together"]) == (1, 0)
    services.decide_rest(panel=panel, by=world.head)
    assert homes_of(world.item(panel, "Non")) == [world.homes["Household 1"].public_id]
    assert homes_of(world.item(panel, "Ela")) == [world.homes["Household 2"].public_id]


def test_the_agenda_stays_as_it_was_when_the_panel_opened(world: PanelWorld) -> None:
    panel = world.opened()
    before = panel.agenda.digest
    vacancy = world.homes["Household 1"].vacancy
    vacancy.places = 0
    vacancy.save()
    world.referral("Late", (5,))
    services.propose_allocation(panel=panel, by=world.senior)
    panel = Panel.objects.get(pk=panel.pk)
    assert digest_of(panel.agenda.content) == panel.agenda.digest == before
    assert panel.items.count() == 2
    assert panel.proposals.get(number=2).result["proposal"]["placed"] == 3


def test_the_facts_taken_away_give_the_same_answer_on_the_command_line(
    world: PanelWorld, tmp_path: Path, capsys: Any
) -> None:
    """Who doubts a proposal runs it again, on another machine, from the file alone."""
    proposal = world.opened().proposals.get()
    file = tmp_path / "panel.json"
    file.write_text(json.dumps(proposal.facts))
    assert decide.run(["panel", "--pack", "gb_wls", str(file)]) == 0
    assert json.loads(capsys.readouterr().out) == proposal.result
    assert digest_of(json.loads(file.read_text())) == proposal.digest


def test_a_second_panel_waits_until_the_first_is_closed(world: PanelWorld) -> None:
    world.opened()
    later = world.planned(held_on=world.body.today + dt.timedelta(days=7))
    with pytest.raises(Refused) as refusal:
        services.open_panel(panel=later, by=world.head)
    assert codes(refusal) == {"panel.other_open"}


def test_a_panel_without_open_referrals_is_not_opened(world: PanelWorld) -> None:
    for referral in world.referrals.values():
        referral.state = "withdrawn"
        referral.save()
    panel = world.planned()
    for deed in (services.open_panel, services.start_working):
        with pytest.raises(Refused) as refusal:
            deed(panel=panel, by=world.head)
        assert codes(refusal) == {"panel.no_agenda"}


def test_whoever_only_reads_cannot_run_a_panel(world: PanelWorld) -> None:
    panel = world.opened()
    deeds = (
        lambda: services.plan_panel(held_on=world.body.today, chair=world.head.user, by=world.officer),
        lambda: services.decide_rest(panel=panel, by=world.officer),
        lambda: services.close_panel(panel=panel, by=world.officer),
        lambda: services.start_working(panel=panel, by=actor_in(Role.HEAD_OF_SERVICE)),
    )
    for deed in deeds:
        with pytest.raises(Refused) as refusal:
            deed()
        assert codes(refusal) == {"record.not_permitted"}


def test_a_change_needs_its_reason_and_is_counted_beside_the_proposal(world: PanelWorld) -> None:
    panel = world.opened()
    item = world.item(panel, "Ela")
    chosen = put(world, item, "Household 1")
    with pytest.raises(Refused) as refusal:
        services.decide_item(item=item, outcome=Outcome.CHANGED, places=chosen, by=world.head)
    assert codes(refusal) == {"panel.reason_missing"}
    services.decide_item(
        item=item, outcome=Outcome.CHANGED, places=chosen, reason="Nearer to her school.", by=world.head
    )
    with pytest.raises(Refused) as refusal:  # the place is gone: two children and one place left
        services.decide_item(item=world.item(panel, "Non"), outcome=Outcome.AGREED, by=world.head)
    assert codes(refusal) == {"panel.no_room"}
    services.decide_item(
        item=world.item(panel, "Non"), outcome=Outcome.REFUSED, reason="No home for both.", by=world.head
    )
    found = side_by_side(Panel.objects.get(pk=panel.pk))
    assert found is not None
    assert (found["proposed"]["placed"], found["agreed"]["placed"]) == (3, 1)
    item.refresh_from_db()
    assert (item.outcome, item.reason) == ("changed", "Nearer to her school.")


def test_after_a_change_the_rest_is_worked_out_around_it(world: PanelWorld) -> None:
    world.home("Household 3", places=2)
    panel = world.opened()
    item = world.item(panel, "Ela")
    taken = next(
        name
        for name in ("Household 1", "Household 3")
        if world.homes[name].public_id not in homes_of_proposal(panel, world, "Non")
    )
    free = "Household 3" if taken == "Household 1" else "Household 1"
    services.decide_item(
        item=item, outcome=Outcome.CHANGED, places=put(world, item, free), reason="The dog.", by=world.head
    )
    again = services.propose_allocation(panel=panel, by=world.head)
    [unit] = again.result["units"]
    assert unit["unit"] == world.referrals["Non"].public_id
    assert [p["home"] for p in unit["placed"]] == [world.homes[taken].public_id]


def homes_of_proposal(panel: Panel, world: PanelWorld, name: str) -> list[str]:
    rows = panel.proposals.get(number=1).result["units"]
    unit = next(u for u in rows if u["unit"] == world.referrals[name].public_id)
    return [p["home"] for p in unit["placed"]]


def test_brother_and_sister_are_not_parted_by_a_panel(world: PanelWorld) -> None:
    panel = world.opened()
    item = world.item(panel, "Non")
    one, two = sorted(c.child.public_id for c in item.referral.children.select_related("child"))
    apart = [
        Put(world.homes["Household 1"].public_id, (one,)),
        Put(world.homes["Household 2"].public_id, (two,)),
    ]
    with pytest.raises(Refused) as refusal:
        services.decide_item(item=item, outcome=Outcome.CHANGED, places=apart, reason="x", by=world.head)
    assert codes(refusal) == {"panel.kept_together"}


def test_where_the_referral_accepts_it_they_may_be_parted(world: PanelWorld) -> None:
    world.home("Household 3", places=1)
    world.referral("Gwen", (12, 10), together="apart_reason")
    panel = world.opened()
    item = world.item(panel, "Gwen")
    services.decide_rest(panel=panel, by=world.head)
    item.refresh_from_db()
    placed = sum(len(i.places) for i in panel.items.all())
    found = side_by_side(panel)
    assert found is not None and found["proposed"]["placed"] == found["agreed"]["placed"] == 4
    assert placed >= 3


def test_an_excluded_home_cannot_be_chosen_and_the_refusal_says_what_excludes_it(world: PanelWorld) -> None:
    world.home("Household 9", places=1, age_from=12, age_to=17)
    panel = world.opened()
    item = world.item(panel, "Ela")
    with pytest.raises(Refused) as refusal:
        services.decide_item(
            item=item,
            outcome=Outcome.CHANGED,
            places=put(world, item, "Household 9"),
            reason="x",
            by=world.head,
        )
    assert codes(refusal) == {"panel.home_excluded"}
    assert "Household 9" in present(refusal.value.reasons[0]).fact


def test_whoever_declared_an_interest_does_not_decide_on_that_child(world: PanelWorld) -> None:
    panel = world.opened()
    services.declare_interest(
        panel=panel,
        user=world.senior.user,
        home=world.homes["Household 2"],
        words="Her brother.",
        by=world.senior,
    )
    item = world.item(panel, "Ela")
    with pytest.raises(Refused) as refusal:
        services.decide_item(item=item, outcome=Outcome.AGREED, by=world.senior)
    assert codes(refusal) == {"panel.interested"}
    agreed, left = services.decide_rest(panel=panel, by=world.senior)
    assert [i.referral for i in agreed] == [world.referrals["Non"]]
    assert [(i.referral, [r.code for r in why]) for i, why in left] == [
        (world.referrals["Ela"], ["panel.interested"])
    ]
    services.decide_item(item=item, outcome=Outcome.AGREED, by=world.head)


def test_an_interest_in_a_provider_binds_for_all_its_homes(world: PanelWorld) -> None:
    panel = world.opened()
    firm = world.homes["Household 2"].organisation
    services.declare_interest(
        panel=panel, user=world.head.user, firm=firm, words="A former post.", by=world.head
    )
    with pytest.raises(Refused) as refusal:
        services.decide_item(item=world.item(panel, "Ela"), outcome=Outcome.AGREED, by=world.head)
    assert codes(refusal) == {"panel.interested"}


def test_one_declares_for_oneself_and_who_runs_the_panel_for_anybody(world: PanelWorld) -> None:
    panel = world.opened()
    home = world.homes["Household 1"]
    services.declare_interest(
        panel=panel, user=world.officer.user, home=home, words="A cousin.", by=world.officer
    )
    services.declare_interest(
        panel=panel, user=world.officer.user, home=home, words="A cousin.", by=world.head
    )
    with pytest.raises(Refused) as refusal:
        services.declare_interest(panel=panel, user=world.head.user, home=home, words="x", by=world.officer)
    assert codes(refusal) == {"record.not_permitted"}
    with pytest.raises(Refused) as refusal:
        services.declare_interest(panel=panel, user=world.head.user, words="", by=world.head)
    assert codes(refusal) == {"panel.reason_missing", "panel.one_thing"}


def test_dissent_is_from_a_decision_by_somebody_who_was_there(world: PanelWorld) -> None:
    panel = world.opened()
    item = world.item(panel, "Ela")
    with pytest.raises(Refused) as refusal:
        services.record_dissent(item=item, user=world.senior.user, words="Too far.", by=world.head)
    assert codes(refusal) == {"panel.was_not_there", "panel.not_decided"}
    world.there(panel)
    services.decide_item(item=item, outcome=Outcome.AGREED, by=world.head)
    services.record_dissent(item=item, user=world.senior.user, words="Too far.", by=world.head)
    assert item.dissents.get().words == "Too far."
    services.decide_item(item=item, outcome=Outcome.REFUSED, reason="Not near enough.", by=world.head)
    assert not item.dissents.exists(), "it was from what had been decided before"


def test_words_of_the_panel_name_no_child(world: PanelWorld) -> None:
    panel = world.opened()
    item = world.item(panel, "Ela")
    with pytest.raises(Refused) as refusal:
        services.decide_item(item=item, outcome=Outcome.REFUSED, reason="Because Ela asked.", by=world.head)
    assert codes(refusal) == {"panel.names_a_child"}
    with pytest.raises(Refused) as refusal:
        services.add_panel_action(
            panel=panel,
            text="Ring the Prosser family",
            owner=world.senior.user,
            due_on=world.body.today,
            by=world.head,
        )
    assert codes(refusal) == {"panel.names_a_child"}


def test_a_decision_made_meanwhile_is_not_overwritten_unseen(world: PanelWorld) -> None:
    panel = world.opened()
    item = world.item(panel, "Ela")
    services.decide_item(item=item, outcome=Outcome.REFUSED, reason="The bus.", seen="", by=world.senior)
    with pytest.raises(Refused) as refusal:
        services.decide_item(item=item, outcome=Outcome.AGREED, seen="", by=world.head)
    assert codes(refusal) == {"panel.decided_meanwhile"}


def test_a_referral_withdrawn_since_is_not_decided_and_does_not_hold_the_close(world: PanelWorld) -> None:
    panel = world.opened()
    referral = world.referrals["Ela"]
    referral.state = "withdrawn"
    referral.save()
    with pytest.raises(Refused) as refusal:
        services.decide_item(item=world.item(panel, "Ela"), outcome=Outcome.AGREED, by=world.head)
    assert codes(refusal) == {"panel.referral_gone"}
    services.decide_rest(panel=panel, by=world.head)
    world.there(panel)
    assert services.close_panel(panel=panel, by=world.head).state == "closed"


def test_a_panel_closes_when_its_day_has_come_with_people_and_outcomes(world: PanelWorld) -> None:
    panel = world.opened()
    panel.held_on = world.body.today + dt.timedelta(days=2)
    panel.save()
    with pytest.raises(Refused) as refusal:
        services.close_panel(panel=panel, by=world.head)
    assert codes(refusal) == {"panel.not_yet", "panel.nobody_there", "panel.undecided"}


def close(world: PanelWorld, summary: str = "") -> Panel:
    panel = world.opened()
    services.decide_rest(panel=panel, by=world.head)
    world.there(panel)
    return services.close_panel(panel=panel, summary=summary, by=world.head)


def test_the_minutes_are_kept_at_the_close_and_name_no_child(world: PanelWorld) -> None:
    panel = close(world, "The week was quiet.")
    assert panel.minutes is not None
    paper = content_of(panel.minutes)
    told = Paper(paper).text
    for words in (
        "The week was quiet.",
        world.referrals["Ela"].reference,
        "Household 1",
        world.senior.user.name,
    ):
        assert words in told, words
    assert "Prosser" not in told and "Ela" not in told
    assert panel.totals["agreed"]["placed"] == 3


def test_a_closed_panel_does_not_change(world: PanelWorld) -> None:
    panel = close(world)
    with pytest.raises(Refused) as refusal:
        services.decide_item(item=world.item(panel, "Ela"), outcome=Outcome.AGREED, by=world.head)
    assert codes(refusal) == {"panel.settled"}
    with pytest.raises(Refused) as refusal:
        services.close_panel(panel=panel, by=world.senior)
    assert codes(refusal) == {"machine.state"}


def test_the_next_panel_opens_on_what_is_undone(world: PanelWorld) -> None:
    panel = close(world)
    today = world.body.today
    for text in ("Ask the school.", "Ring the carer."):
        services.add_panel_action(
            panel=panel, text=text, owner=world.senior.user, due_on=today, by=world.head
        )
    [done, _] = panel.actions.order_by("pk")
    services.finish_panel_action(action=done, note="Asked.", by=world.senior)
    later = world.planned(held_on=today + dt.timedelta(days=7))
    services.open_panel(panel=later, by=world.senior)
    assert [a["text"] for a in later.agenda.content["actions"]] == ["Ring the carer."]


def test_extra_costs_that_run_are_looked_at_before_they_end(world: PanelWorld) -> None:
    """Of placements that have begun, the first to end first; what has ended, and what is not signed, is not."""
    today = world.body.today
    told = {"started": 20, "notice": 5, "agreed": 9}
    for state, days in told.items():
        decision = DecisionFactory(body=world.body, state=state)
        ExtraCostFactory(
            contract=ContractFactory(decision=decision), words=f"Taxi {state}", starts_on=today - dt.timedelta(days=3),
            ends_on=today + dt.timedelta(days=days),
        )  # fmt: skip
        over = today - dt.timedelta(days=1)
        ExtraCostFactory(contract=decision.contract, words="Over", starts_on=over, ends_on=today)
    services.open_panel(panel=world.planned(), by=world.head)
    extras = Panel.objects.get().agenda.content["extras"]
    assert [e["what"] for e in extras] == ["Taxi notice", "Taxi started"]
    assert extras[0]["last_night"] == (today + dt.timedelta(days=4)).isoformat()


def test_what_is_taken_on_is_a_duty_of_its_owner(world: PanelWorld) -> None:
    panel = world.opened()
    action = services.add_panel_action(
        panel=panel, text="Ask the school.", owner=world.officer.user, due_on=world.body.today, by=world.head
    )
    [duty] = [d for d in duties_of(world.officer) if d.kind == "panel.action"]
    assert duty.title == "Ask the school."
    with pytest.raises(Refused) as refusal:
        services.finish_panel_action(action=action, note="", by=actor_in(Role.PLACEMENT_OFFICER, world.body))
    assert codes(refusal) == {"taken_on.not_yours", "taken_on.note_missing"}
    services.finish_panel_action(action=action, note="Asked.", by=world.officer)
    assert not [d for d in duties_of(world.officer) if d.kind == "panel.action"]


def test_what_a_panel_recommends_is_taken_up_in_the_search(world: PanelWorld) -> None:
    panel = close(world)
    duties = [d for d in duties_of(world.officer) if d.kind == "panel.recommended"]
    assert {d.title.split()[-1] for d in duties} == {r.reference for r in world.referrals.values()}
    assert any("Household 2" in d.why for d in duties)
    SearchFactory(referral=world.referrals["Ela"], state="ended")
    left = [d.title for d in duties_of(world.officer) if d.kind == "panel.recommended"]
    assert [t.split()[-1] for t in left] == [world.referrals["Non"].reference], panel


def test_opening_is_a_job_that_is_not_started_twice(world: PanelWorld) -> None:
    panel = world.planned()
    run = services.start_working(panel=panel, by=world.head)
    assert run.state == JobRun.State.WAITING
    with pytest.raises(Refused) as refusal:
        services.start_working(panel=panel, by=world.senior)
    assert codes(refusal) == {"panel.running"}

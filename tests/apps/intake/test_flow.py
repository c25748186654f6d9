"""From file to records: staged, checked, confirmed, loaded; the same file twice; changes; refusals."""

from __future__ import annotations

import datetime as dt

import pytest

from homeward.apps.children.models import Child
from homeward.apps.core import events, jobs
from homeward.apps.core.models import AuditEvent, JobRun, Notice
from homeward.apps.core.refusals import Refused
from homeward.apps.intake import work  # noqa: F401 - registers the jobs
from homeward.apps.intake.models import ImportBatch
from homeward.apps.intake.readers import GivenFile
from homeward.apps.intake.services import (
    check_import,
    confirm_import,
    import_files,
    load_import,
    restart_import,
    stage_import,
    withdraw_import,
)
from homeward.apps.placements.events import NightsChanging
from homeward.apps.placements.models import Placement, Spell
from homeward.apps.providers.models import Home
from homeward.kernel.ranges import DateRange
from homeward.kernel.reasons import Reason
from tests.apps.intake.conftest import CHILDREN, HOMES, SPELLS, STAYS, House, given
from tests.factories.accounts import actor_in
from tests.factories.intake import ImportBatchFactory, ImportRowFactory

pytestmark = pytest.mark.django_db


def outcomes(batch: ImportBatch) -> list[tuple[int, str]]:
    return [(row.number, row.outcome) for row in batch.rows.order_by("number")]


def test_four_files_make_a_placement_with_its_spells(house: House) -> None:
    house.settle()
    stays = house.load("placements", STAYS, house.stay("S-1", "C-1", "H-1", "2026-07-01", "2026-08-15"))
    spells = house.load("spells", SPELLS, ("S-1", "hold", "2026-07-10", "2026-07-20", "dcp", ""))
    assert outcomes(stays) == outcomes(spells) == [(2, "new")]
    placement = Placement.objects.get()
    assert (placement.stay.nights, placement.line, placement.source) == (
        45,
        house.line,
        "placements.csv, row 2",
    )
    assert placement.organisation == house.provider.organisation
    assert Spell.objects.get().decided_by == "dcp"
    assert Child.objects.get(client_number="C-1").search_key.startswith("tane whitlock")
    assert stays.rows.get().things == {
        "placement": placement.public_id,
        "child": placement.child.public_id,
        "home": placement.home.public_id,
    }


def test_loading_leaves_an_event_on_the_batch_and_on_each_record(house: House) -> None:
    house.settle()
    batch = house.load("placements", STAYS, house.stay("S-1", "C-1", "H-1", "2026-07-01"))
    actions = AuditEvent.objects.filter(thing=batch.public_id).order_by("id").values_list("action", flat=True)
    assert list(actions) == ["stage_import", "confirm_import", "load_import"]
    placement = Placement.objects.get()
    event = AuditEvent.objects.get(thing=placement.public_id, action="record_placement")
    assert event.detail == {"source": "placements.csv"}
    told = Notice.objects.get(url=f"/imports/{batch.public_id}")
    assert told.title == "Placements loaded: 1 new, 0 changed, 0 left out"


def test_the_same_file_twice_changes_nothing_and_says_so(house: House) -> None:
    house.settle()
    rows = [
        house.stay("", "C-1", "H-1", "2026-07-01", "2026-08-15"),
        house.stay("S-2", "C-2", "H-2", "2026-07-03"),
    ]
    house.load("placements", STAYS, *rows)
    before = list(Placement.objects.order_by("pk").values())
    again = house.load("placements", STAYS, *rows)
    assert again.problems[0]["code"] == "file_known"
    assert outcomes(again) == [(2, "same"), (3, "same")]
    assert list(Placement.objects.order_by("pk").values()) == before


def test_the_same_rows_in_another_file_are_known_by_their_keys(house: House) -> None:
    house.settle()
    homes = house.load("homes", HOMES, ("H-2", "Household Two", "carer_household", "", ""))
    children = house.load("children", CHILDREN, ("C-2", "31/01/2012", "", ""))
    assert outcomes(homes) == outcomes(children) == [(2, "same")]


def test_a_later_file_changes_a_record_and_gives_itself_as_the_reason(house: House) -> None:
    house.settle()
    house.load("placements", STAYS, house.stay("S-1", "C-1", "H-1", "2026-07-01"))
    later = house.load("placements", STAYS, house.stay("S-1", "C-1", "H-1", "2026-07-02", "2026-08-15"))
    assert outcomes(later) == [(2, "changed")]
    placement = Placement.objects.get()
    assert (placement.stay.start.day, placement.stay.nights) == (2, 44)
    event = AuditEvent.objects.get(thing=placement.public_id, action="change_placement")
    assert event.reason == "Corrected by placements.csv"
    changed = house.load("homes", HOMES, ("H-1", "Wattle Place", "residential_home", "", ""))
    assert outcomes(changed) == [(2, "changed")]
    home = Home.objects.get(reference="H-1")
    assert (home.name, home.places) == ("Wattle Place", 4)  # an empty cell clears nothing


def test_a_row_with_an_error_is_left_out_and_the_rest_loads(house: House) -> None:
    house.settle()
    batch = house.load(
        "placements",
        STAYS,
        house.stay("S-1", "C-1", "H-1", "2026-07-01", "2026-08-15"),
        house.stay("S-2", "C-9", "H-1", "2026-07-01"),
        house.stay("S-3", "C-2", "H-2", "2026-08-01", "2026-07-01"),
        house.stay("S-4", "C-1", "H-1", "2026-08-10", "2026-09-01"),
        house.stay("S-5", "C-2", "H-1", "2026-06-31"),
        house.stay("S-6", "C-2", "H-2", "2011-01-01"),
        house.stay("S-7", "C-2", "H-2", "2026-09-01"),
    )
    assert [row.outcome for row in batch.rows.order_by("number")] == ["error"] * 6 + ["new"]
    codes = {r.number: [p["code"] for p in r.problems] for r in batch.rows.exclude(problems=[])}
    assert codes == {
        2: ["overlap"], 3: ["unknown_child"], 4: ["dates_reversed"], 5: ["overlap"], 6: ["date_impossible"],
        7: ["start_before_birth"],
    }  # fmt: skip


def test_what_happened_is_never_refused_on_capacity(house: House) -> None:
    house.settle()
    house.load("homes", HOMES, ("H-1", "Wattle House", "residential_home", "", "1"))
    batch = house.load(
        "placements",
        STAYS,
        house.stay("S-1", "C-1", "H-1", "2026-07-01", "2026-08-15"),
        house.stay("S-2", "C-2", "H-1", "2026-07-02", "2026-08-15"),
    )
    assert [row.outcome for row in batch.rows.all()] == ["new", "new"]
    assert Placement.objects.get(source_key="S-2").breaches == ["over_capacity"]


def test_a_warning_that_nobody_ticks_leaves_its_row_out(house: House) -> None:
    house.settle()
    file = given(
        "spells.csv", SPELLS, ("S-1", "missing", "2026-07-10", "2026-07-12", "", ""),
        ("S-1", "missing", "2026-08-10", "2026-09-01", "", ""),
    )  # fmt: skip
    house.load("placements", STAYS, house.stay("S-1", "C-1", "H-1", "2026-07-01", "2026-08-15"))
    batch = check_import(batch=stage_import(kind="spells", files=[file], by=house.by), by=house.by)
    assert batch.counts["codes"]["spell_clipped"]["rows"] == 1
    batch = confirm_import(batch=batch, ticked=[], by=house.by, in_background=False)
    batch = load_import(batch=batch, by=house.by)
    assert outcomes(batch) == [(2, "new"), (3, "left_out")]
    assert Spell.objects.count() == 1


def test_a_warning_about_the_whole_file_must_be_ticked(house: House) -> None:
    rows = [("H-1", "Wattle House", "other", "", "")]
    house.load("homes", HOMES, *rows)
    file = given("again.csv", HOMES, *rows)
    batch = check_import(batch=stage_import(kind="homes", files=[file], by=house.by), by=house.by)
    with pytest.raises(Refused) as refused:
        confirm_import(batch=batch, ticked=[], by=house.by, in_background=False)
    assert [r.code for r in refused.value.reasons] == ["imports.file_warning"]


def test_a_file_without_a_sound_row_cannot_be_confirmed(house: House) -> None:
    with pytest.raises(Refused) as refused:
        house.load("placements", STAYS, house.stay("S-1", "C-9", "H-9", "2026-07-01"))
    assert [r.code for r in refused.value.reasons] == ["imports.no_sound_row"]
    assert ImportBatch.objects.get().state == ImportBatch.State.CHECKED


@pytest.fixture
def locked_july(monkeypatch: pytest.MonkeyPatch) -> None:
    """A quarter that nobody may touch any more."""
    july = DateRange(dt.date(2026, 7, 1), dt.date(2026, 8, 1))

    def refuse(event: NightsChanging) -> None:
        if any(r.overlaps(july) for r in event.ranges):
            raise Refused("The placement cannot be recorded", [Reason("record.collides")])

    monkeypatch.setitem(events._HANDLERS, NightsChanging, [refuse])


def test_a_locked_quarter_refuses_its_row_and_the_rest_loads(house: House, locked_july: None) -> None:
    house.settle()
    batch = house.load(
        "placements",
        STAYS,
        house.stay("S-1", "C-1", "H-1", "2026-07-20", "2026-08-15"),
        house.stay("S-2", "C-2", "H-1", "2026-08-02", "2026-08-15"),
    )
    assert outcomes(batch) == [(2, "error"), (3, "new")]
    (problem,) = batch.rows.get(number=2).problems
    assert problem["code"] == "refused" and "collides" in problem["message"]
    assert Placement.objects.get().source_key == "S-2"
    later = house.load("placements", STAYS, house.stay("S-2", "C-2", "H-1", "2026-07-30", "2026-08-15"))
    assert outcomes(later) == [(2, "error")]
    assert Placement.objects.get().stay.start.month == 8


def test_the_job_loads_and_a_second_delivery_changes_nothing(house: House) -> None:
    file = given("homes.csv", HOMES, ("H-1", "Wattle House", "other", "", ""))
    batch = check_import(batch=stage_import(kind="homes", files=[file], by=house.by), by=house.by)
    batch = confirm_import(batch=batch, ticked=[], by=house.by)
    assert batch.state == ImportBatch.State.LOADING
    arguments = {"batch": batch.public_id}
    for _ in range(2):
        jobs.perform(batch.job, house.by.membership.public_id, arguments)
    run = JobRun.objects.get(public_id=batch.job)
    assert (run.state, run.message) == ("done", "1 new, 0 changed, 0 already known, 0 left out.")
    assert Home.objects.count() == 1


def test_a_load_that_stops_leaves_nothing_and_can_start_again(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = given("homes.csv", HOMES, *[(f"H-{n}", f"House {n}", "other", "", "") for n in range(20)])
    batch = check_import(batch=stage_import(kind="homes", files=[file], by=house.by), by=house.by)
    batch = confirm_import(batch=batch, ticked=[], by=house.by)

    def broken(*args: object, **kwargs: object) -> None:
        raise RuntimeError("the disk is full")

    with monkeypatch.context() as patch:
        patch.setattr("homeward.apps.intake.services.loading.store_rows", broken)
        with pytest.raises(RuntimeError):
            jobs.perform(batch.job, house.by.membership.public_id, {"batch": batch.public_id})
    assert not Home.objects.exists()
    batch.refresh_from_db()
    assert batch.state == ImportBatch.State.LOADING
    batch = restart_import(batch=batch, by=house.by)
    jobs.perform(batch.job, house.by.membership.public_id, {"batch": batch.public_id})
    assert Home.objects.count() == 20


def test_a_load_that_runs_is_not_started_twice(house: House) -> None:
    file = given("homes.csv", HOMES, ("H-1", "Wattle House", "other", "", ""))
    batch = check_import(batch=stage_import(kind="homes", files=[file], by=house.by), by=house.by)
    batch = confirm_import(batch=batch, ticked=[], by=house.by)
    with pytest.raises(Refused) as refused:
        restart_import(batch=batch, by=house.by)
    assert [r.code for r in refused.value.reasons] == ["imports.still_running"]


def test_a_file_is_withdrawn_until_it_is_loaded(house: House) -> None:
    batch = house.load("homes", HOMES, ("H-1", "Wattle House", "other", "", ""), confirm=False)
    assert withdraw_import(batch=batch, by=house.by).state == ImportBatch.State.WITHDRAWN
    with pytest.raises(Refused):
        confirm_import(batch=batch, ticked=[], by=house.by)
    loaded = house.load("homes", HOMES, ("H-2", "Karri Cottage", "other", "", ""))
    with pytest.raises(Refused):
        withdraw_import(batch=loaded, by=house.by)


@pytest.mark.parametrize(
    "role", ["finance_officer", "auditor", "director", "administrator", "provider_manager"]
)
def test_only_who_keeps_records_brings_files_in(house: House, role: str) -> None:
    by = actor_in(role, house.by.body)
    with pytest.raises(Refused):
        stage_import(kind="homes", files=[given("homes.csv", HOMES, ("H-1", "A", "other", "", ""))], by=by)
    assert not ImportBatch.objects.exists()


def test_another_bodys_import_cannot_be_touched(house: House) -> None:
    batch = house.load("homes", HOMES, ("H-1", "Wattle House", "other", "", ""), confirm=False)
    stranger = actor_in("placement_officer")
    for act in (withdraw_import, restart_import, check_import, load_import):
        with pytest.raises(Refused):
            act(batch=batch, by=stranger)
    with pytest.raises(Refused):
        confirm_import(batch=batch, ticked=[], by=stranger)
    assert not ImportBatch.objects.visible_to(stranger).exists()


def test_another_jurisdictions_kind_is_refused(house: House) -> None:
    with pytest.raises(Refused) as refused:
        import_files(kind="ssda903", files=[GivenFile("episodes.csv", b"x")], by=house.by)
    assert [r.code for r in refused.value.reasons] == ["imports.kind_not_used"]


def test_records_of_another_body_are_not_met_by_their_numbers(house: House) -> None:
    """The same home number in two bodies is two homes."""
    house.settle()
    other = actor_in("placement_officer")
    batch = import_files(
        kind="homes", files=[given("h.csv", HOMES, ("H-1", "Elsewhere", "other", "", ""))], by=other
    )
    assert outcomes(batch) == [(2, "new")]
    assert sorted(Home.objects.filter(reference="H-1").values_list("name", flat=True)) == [
        "Elsewhere",
        "Wattle House",
    ]


def test_the_factories_make_an_import_and_its_row() -> None:
    row = ImportRowFactory()
    assert row.body == row.batch.body == ImportBatch.objects.get().body
    assert ImportBatchFactory().state == ImportBatch.State.CHECKED

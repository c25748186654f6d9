"""The statutory return: what its rows become, and its nights against a count that shares no code with the house."""

from __future__ import annotations

import csv
import datetime as dt
import json
from collections import defaultdict
from pathlib import Path

import pytest

from homeward.apps.accounts.actors import Actor
from homeward.apps.children.models import Child, LegalStatusSpell, StatusFact
from homeward.apps.core.periods import from_db
from homeward.apps.intake import nights
from homeward.apps.intake.models import ImportBatch
from homeward.apps.intake.readers import GivenFile
from homeward.apps.intake.services import import_files
from homeward.apps.placements.models import Placement
from homeward.apps.providers.models import Home
from homeward.cli import nights as nights_command
from homeward.kernel.ranges import DateRange
from tests.intake_files.build import csv_file, zipped

pytestmark = pytest.mark.django_db
REAL = Path(__file__).resolve().parents[3] / "src/homeward/demo/ssda903"
EPISODES = (
    "CHILD", "DECOM", "RNE", "LS", "CIN", "PLACE", "PLACE_PROVIDER", "DEC", "REC", "REASON_PLACE_CHANGE", "HOME_POST",
    "PL_POST", "URN",
)  # fmt: skip
HEADER = ("CHILD", "SEX", "DOB", "ETHNIC", "UPN", "MOTHER", "MC_DOB")
BORN = ("101", "2", "09/03/2004", "WBRI", "A12345678901B", "", "")


def line(
    start: str, end: str, rne: str = "S", ls: str = "C2", urn: str = "1234567", **more: str
) -> tuple[str, ...]:
    cells = {
        "CHILD": "101", "DECOM": start, "RNE": rne, "LS": ls, "CIN": "N1", "PLACE": "U4", "PLACE_PROVIDER": "PR4",
        "DEC": end, "REC": "X1" if end else "", "PL_POST": "QX3 4GH", "URN": urn, **more,
    }  # fmt: skip
    return tuple(cells.get(column, "") for column in EPISODES)


def send(by: Actor, *episodes: tuple[str, ...], header: tuple[tuple[str, ...], ...] = (BORN,)) -> ImportBatch:
    files = [
        GivenFile("episodes.csv", csv_file(EPISODES, episodes)),
        GivenFile("header.csv", csv_file(HEADER, header)),
    ]
    return import_files(kind="ssda903", files=files, by=by)


def stays() -> list[tuple[str, str | None, str]]:
    found = sorted(Placement.objects.select_related("home"), key=lambda p: p.stay.start)
    return [
        (p.stay.start.isoformat(), p.stay.end.isoformat() if p.stay.end else None, p.home.urn) for p in found
    ]


def statuses() -> list[tuple[str, str, str | None]]:
    found = [(s.code, from_db(s.period)) for s in LegalStatusSpell.objects.all()]
    return sorted((c, p.start.isoformat(), p.end.isoformat() if p.end else None) for c, p in found)


def test_a_change_of_legal_status_only_starts_no_new_placement(council: Actor) -> None:
    """Case A9 of the worked cases: police protection, emergency order, interim, full and placement order, one carer."""
    dates = ["10/03/2016", "12/03/2016", "17/03/2016", "08/09/2016", "01/02/2017", ""]
    codes = ["L1", "L2", "C1", "C2", "E1"]
    rows = [line(dates[n], dates[n + 1], "S" if n == 0 else "L", codes[n]) for n in range(5)]
    batch = send(council, *rows)
    assert stays() == [("2016-03-10", None, "1234567")]
    assert statuses() == [
        ("C1", "2016-03-17", "2016-09-08"),
        ("C2", "2016-09-08", "2017-02-01"),
        ("E1", "2017-02-01", None),
        ("L1", "2016-03-10", "2016-03-12"),
        ("L2", "2016-03-12", "2016-03-17"),
    ]
    placement = Placement.objects.get()
    assert {r.things["placement"] for r in batch.rows.filter(table="episodes")} == {placement.public_id}
    assert placement.line is None


def test_a_change_of_placement_starts_one_and_the_status_goes_on(council: Actor) -> None:
    send(
        council,
        line("01/05/2016", "01/06/2016"),
        line("01/06/2016", "01/07/2016", "P", urn="7654321"),
        line("01/07/2016", "01/08/2016", "T", urn="7654321", PLACE="A3"),
        line("01/08/2016", "", "U", "E1", urn="7654321", PLACE="A5"),
    )
    assert stays() == [
        ("2016-05-01", "2016-06-01", "1234567"),
        ("2016-06-01", "2016-07-01", "7654321"),
        ("2016-07-01", "2016-08-01", "7654321"),
        ("2016-08-01", None, "7654321"),
    ]
    assert statuses() == [("C2", "2016-05-01", "2016-08-01"), ("E1", "2016-08-01", None)]


def test_homes_stand_on_urn_else_on_a_keyed_hash_of_the_postcode(council: Actor) -> None:
    send(
        council,
        line("01/05/2016", "01/06/2016"),
        line("01/06/2016", "01/07/2016", "P", urn=""),
        line("01/07/2016", "01/08/2016", "P", urn="", PL_POST="qx34gh ", PLACE="U6"),
        line("01/08/2016", "", "P", urn="", PL_POST=""),
    )
    homes = Home.objects.order_by("pk")
    assert [h.is_verified for h in homes] == [False] * 3
    by_urn, by_postcode, unnamed = homes
    assert (by_urn.reference, by_urn.urn, by_urn.kind) == ("URN 1234567", "1234567", "carer_household")
    assert len(by_postcode.postcode_digest) == 64 and by_postcode.reference.startswith("PC ")
    assert unnamed.reference.startswith("NN ") and not unnamed.postcode_digest
    everything = "".join(f"{h.reference}{h.name}{h.postcode_digest}{h.search_key}".upper() for h in homes)
    assert "QX3" not in everything  # no hash can hold these letters


def test_a_postcode_hash_differs_between_bodies(council: Actor) -> None:
    from homeward.apps.intake.loading.knowing import body_key
    from tests.factories.intake import EnglishAuthorityFactory

    assert body_key(council.body) != body_key(EnglishAuthorityFactory())


def test_header_becomes_children_with_facts_from_their_row(council: Actor) -> None:
    send(council, line("01/05/2016", ""), header=(BORN, ("102", "1", "01/01/2010", "CHNE", "UN1", "", "")))
    child = Child.objects.get(client_number="101")
    assert (child.born_on, child.sex, child.source) == (dt.date(2004, 3, 9), "2", "header.csv, row 2")
    facts = StatusFact.objects.filter(child=child).order_by("kind").values_list("kind", "value", "source")
    assert list(facts) == [
        ("ethnicity", "WBRI", "header.csv, row 2"),
        ("unique_pupil_number", "A12345678901B", "header.csv, row 2"),
    ]
    assert Child.objects.count() == 2


def test_next_years_return_goes_on_where_the_last_one_stopped(council: Actor) -> None:
    send(council, line("01/05/2016", "01/03/2017", ls="C1"), line("01/03/2017", "", "L"))
    ended = line("01/03/2017", "01/09/2017", "L", REC="E4A")
    later = send(council, ended)
    assert stays() == [("2016-05-01", "2017-09-01", "1234567")]
    assert statuses() == [("C1", "2016-05-01", "2017-03-01"), ("C2", "2017-03-01", "2017-09-01")]
    assert [r.outcome for r in later.rows.filter(table="episodes")] == ["changed"]
    again = send(council, ended, header=(BORN, ("103", "1", "01/01/2010", "CHNE", "UN1", "", "")))
    assert [r.outcome for r in again.rows.filter(table="episodes")] == ["same"]


def test_two_homes_at_once_are_kept_and_one_home_twice_is_not(council: Actor) -> None:
    batch = send(
        council,
        line("01/05/2016", "01/06/2016"),
        line("20/05/2016", "10/06/2016", "P", urn="7654321"),
        line("05/06/2016", "20/06/2016", "P", urn="7654321"),
    )
    codes = {r.number: sorted(p["code"] for p in r.problems) for r in batch.rows.filter(table="episodes")}
    assert "overlap" in codes[3] and "overlap" in codes[4]
    assert stays() == [("2016-05-01", "2016-06-01", "1234567")]
    send(council, line("01/05/2016", "01/06/2016"), line("20/05/2016", "10/06/2016", "P", urn="7654321"))
    assert len(stays()) == 2


def test_a_stay_of_no_night_is_kept_with_its_day(council: Actor) -> None:
    send(council, line("01/05/2016", "01/05/2016"), line("01/05/2016", "", "P", urn="7654321"))
    assert [p.same_day_on for p in Placement.objects.order_by("pk")] == [dt.date(2016, 5, 1), None]
    assert statuses() == [("C2", "2016-05-01", None)]


def test_a_child_without_a_sound_header_row_is_left_out_with_its_episodes(council: Actor) -> None:
    batch = send(council, line("01/05/2016", ""), line("01/05/2016", "", CHILD="102"), header=(
        BORN, ("102", "9", "01/01/2010", "CHNE", "UN1", "", ""),
    ))  # fmt: skip
    left = batch.rows.filter(has_error=True)
    assert {(r.table, r.number): r.problems[0]["code"] for r in left} == {
        ("header", 3): "unknown_code",
        ("episodes", 3): "unknown_child",
    }
    assert Placement.objects.count() == 1


def test_a_zip_or_a_folder_of_the_whole_return_reads_the_two_files_it_needs(
    council: Actor, tmp_path: Path
) -> None:
    files = {
        "episodes.csv": csv_file(EPISODES, [line("01/05/2016", "")]),
        "header.csv": csv_file(HEADER, [BORN]),
        "reviews.csv": csv_file(
            ("CHILD", "DOB", "REVIEW", "REVIEW_CODE"), [("101", "09/03/2004", "01/06/2016", "PN1")]
        ),
    }
    for name, data in files.items():
        (tmp_path / name).write_bytes(data)
    batch = import_files(kind="ssda903", files=[tmp_path], by=council)
    assert batch.state == ImportBatch.State.LOADED
    assert [p["code"] for p in batch.problems] == ["file_not_read"]
    again = import_files(kind="ssda903", files=[GivenFile("return.zip", zipped(files))], by=council)
    assert again.counts["same"] == 2


@pytest.mark.parametrize("name", ["data.csv", f"{'a very long name ' * 7}.csv"])
def test_two_files_of_one_name_are_kept_apart(council: Actor, name: str) -> None:
    rows = csv_file(EPISODES, [line("01/05/2016", "")])
    files = [GivenFile(name, rows), GivenFile(name, csv_file(HEADER, [BORN]))]
    batch = import_files(kind="ssda903", files=files, by=council)
    assert batch.counts["new"] == 2
    assert len(set(batch.rows.values_list("sheet", flat=True))) == 2


def test_episodes_alone_are_refused_with_what_is_missing(council: Actor) -> None:
    only = GivenFile("episodes.csv", csv_file(EPISODES, [line("01/05/2016", "")]))
    batch = import_files(kind="ssda903", files=[only], by=council)
    assert batch.state == ImportBatch.State.REFUSED
    assert "No file holds header" in batch.problems[0]["message"]


# The public return of invented children, counted by hand.


def brute_force(rows: list[dict[str, str]], start: dt.date, end: dt.date) -> tuple[int, int]:
    """Every night of every row, one by one: a set of dates for each child. Shares nothing with the house."""
    total, by_child = 0, defaultdict(set)
    for cells in rows:
        day = dt.datetime.strptime(cells["DECOM"], "%d/%m/%Y").date()  # noqa: DTZ007 - a date has no zone
        until = dt.datetime.strptime(cells["DEC"], "%d/%m/%Y").date() if cells["DEC"] else end  # noqa: DTZ007
        day, until = max(day, start), min(until, end)
        while day < until:
            total += 1
            by_child[cells["CHILD"]].add(day)
            day += dt.timedelta(days=1)
    return total, sum(len(nights) for nights in by_child.values())


@pytest.fixture
def real(council: Actor) -> ImportBatch:
    return import_files(kind="ssda903", files=[REAL], by=council)


@pytest.mark.slow
def test_the_public_return_loads_its_problem_rows_are_named_and_its_nights_agree(
    real: ImportBatch, council: Actor, capsys: pytest.CaptureFixture[str]
) -> None:
    counts = real.counts
    assert (counts["tables"], counts["rows"]) == ({"episodes": 5050, "header": 2675}, 7725)
    assert (counts["new"], counts["changed"], counts["same"], counts["left_out"]) == (7372, 0, 0, 0)
    left = real.rows.filter(outcome="error")
    assert {p["code"] for r in left for p in r.problems if p["severity"] == "error"} == {
        "rule_148_end_unknown"
    }
    assert left.count() == counts["errors"] == 353
    for row in real.rows.exclude(problems=[]):
        for problem in row.problems:
            assert (
                problem["row"] == row.number
                and problem["column"]
                and problem["message"]
                and problem["remedy"]
            )
    assert (Child.objects.count(), Home.objects.filter(is_verified=False).count()) == (2675, 4021)
    _the_nights_agree(real, capsys)
    _every_loaded_row_leads_to_its_stay(real)
    again = import_files(kind="ssda903", files=[REAL], by=council)
    assert (again.counts["same"], again.counts["new"], again.counts["changed"]) == (7372, 0, 0)


def _the_nights_agree(real: ImportBatch, capsys: pytest.CaptureFixture[str]) -> None:
    rows, unread = nights.night_rows(real)
    assert (len(rows), unread) == (5050, 0)
    with (REAL / "episodes.csv").open(encoding="utf-8") as handle:
        raw = list(csv.DictReader(handle))
    left_out = {r.number for r in rows if not r.is_loaded}
    kept = [cells for number, cells in enumerate(raw, start=2) if number not in left_out]
    for first, after in (
        (dt.date(2016, 4, 1), dt.date(2017, 4, 1)),
        (dt.date(2017, 7, 1), dt.date(2017, 10, 1)),
    ):
        period = DateRange(first, after)
        loaded = nights.count((r for r in rows if r.is_loaded), period)
        assert (loaded.placement_nights, loaded.child_nights) == brute_force(kept, first, after)
        whole = nights.count(rows, period)
        assert (whole.placement_nights, whole.child_nights) == brute_force(raw, first, after)
        nights_command.run([str(REAL / "episodes.csv"), "--period", f"{first}:{after}", "--format", "json"])
        told = json.loads(capsys.readouterr().out)
        assert (told["placement_nights"], told["child_nights"]) == (
            whole.placement_nights,
            whole.child_nights,
        )
        assert (
            nights.recorded([r for r in rows if r.is_loaded], period, real.body_id).nights
            == loaded.placement_nights
        )
        for by in ("type", "status", "year"):
            groups = nights.groups([r for r in rows if r.is_loaded], period, by, 4)
            assert sum(g.counted.placement_nights for g in groups) == loaded.placement_nights


def _every_loaded_row_leads_to_its_stay(real: ImportBatch) -> None:
    stays = {p.public_id: p for p in Placement.objects.select_related("child", "home")}
    for row in real.rows.filter(table="episodes", outcome="new"):
        stay = stays[row.things["placement"]]
        assert stay.child.client_number == row.raw["CHILD"] and stay.home.urn == row.raw["URN"]
        start = dt.datetime.strptime(row.raw["DECOM"], "%d/%m/%Y").date()  # noqa: DTZ007 - a date has no zone
        assert stay.stay.contains(start)

"""Each check of the statutory return: one test each, by the rule's number where it has one."""

from __future__ import annotations

import pytest

from homeward.apps.intake.checks import ssda903
from homeward.apps.intake.kinds.rows import CheckedRow
from tests.apps.intake.worlds import child, episode, found, header, stay, world

FIRST = {"DEC": "01/08/2016", "REC": "X1"}
NEXT = {"DECOM": "01/08/2016", "DEC": "01/09/2016"}


def codes(name: str, rows: list[CheckedRow], **known: object) -> list[tuple[int, str, str]]:
    check = getattr(ssda903, f"check_return_{name}")
    return found(check, rows, world("gb_eng", **known))


def test_sound_rows_pass_every_check() -> None:
    rows = [header(), episode(**FIRST), episode(3, RNE="P", URN="7654321", REC="E4A", **NEXT)]
    for check in ssda903.RETURN_CHECKS:
        assert found(check, rows, world("gb_eng")) == [], check.__name__


def test_check_return_header_once() -> None:
    assert codes("header_once", [header(2), header(3)]) == [(3, "error", "row_twice")]


def test_check_return_born() -> None:
    assert codes("born", [header(DOB="01/01/2030")]) == [(2, "error", "born_later")]


def test_check_return_sex_by_collection_year() -> None:
    assert codes("sex", [header(SEX="M"), episode()]) == [(2, "error", "code_not_in_force")]
    assert codes("sex", [header(SEX="M"), episode(DECOM="01/05/2024", DEC="01/06/2024")]) == []
    assert codes("sex", [header(SEX="1"), episode(DECOM="01/05/2024", DEC="01/06/2024")]) == [
        (2, "error", "code_not_in_force")
    ]


def test_check_return_pupil_number() -> None:
    rows = [header(2, UPN=""), header(3, UPN="123"), header(4, UPN="UN3"), header(5), header(6, CHILD="2")]
    assert sorted(codes("pupil_number", rows)) == [
        (2, "warning", "upn_empty"),
        (3, "warning", "upn_form"),
        (5, "warning", "rule_444"),
        (6, "warning", "rule_444"),
    ]


def test_check_return_mother() -> None:
    assert codes("mother", [header(2, MOTHER="1.0"), header(3, MOTHER="1"), header(4)]) == [
        (2, "warning", "mother_code")
    ]


def test_check_return_child() -> None:
    rows = [header(), episode(2), episode(3, CHILD="9"), episode(4, CHILD="8")]
    assert codes("child", rows, children={"8": child(8)}) == [(3, "error", "unknown_child")]


@pytest.mark.parametrize(
    ("cells", "code"),
    [
        ({"DECOM": "08/03/2004"}, "error start_before_birth"),
        ({"DECOM": "01/05/2027", "DEC": ""}, "error start_ahead"),
        ({"DEC": "30/04/2016"}, "error dates_reversed"),
        ({"DEC": "01/05/2016"}, "warning rule_355"),
        ({"DEC": "01/05/2027"}, "error end_ahead"),
    ],
)
def test_check_return_dates(cells: dict[str, str], code: str) -> None:
    assert [f"{s} {c}" for _n, s, c in codes("dates", [header(), episode(**cells)])] == [code]


@pytest.mark.parametrize(
    ("cells", "code"),
    [
        ({"PLACE": "P2", "DECOM": "01/11/2023", "DEC": "01/12/2023"}, "error code_not_in_force"),
        ({"PLACE": "P2", "DECOM": "01/10/2023", "DEC": "01/12/2023"}, "warning code_ended"),
        ({"PLACE": "P2", "DECOM": "01/10/2023", "DEC": "28/10/2023"}, ""),
        ({"PLACE": "H5", "DECOM": "01/05/2025", "DEC": "01/06/2025"}, "error code_not_in_force"),
        ({"PLACE": "Z1", "DECOM": "01/05/2025", "DEC": "01/06/2025"}, "error code_not_in_force"),
        ({"PLACE": "Z12", "DECOM": "01/05/2025", "DEC": "01/06/2025"}, ""),
        ({"PLACE": "K3", "DECOM": "01/05/2016"}, "error code_not_in_force"),
        ({"PLACE": "Q1"}, "warning code_retired"),
    ],
)
def test_check_return_codes_by_collection_year(cells: dict[str, str], code: str) -> None:
    assert " ".join(f"{s} {c}" for _n, s, c in codes("codes", [episode(**cells)])) == code


@pytest.mark.parametrize(
    ("dec", "rec", "code"),
    [
        ("01/08/2016", "", "warning rule_148"),
        ("", "X1", "warning rule_148"),
        ("", "E4A", "error rule_148_end_unknown"),
        ("", "", ""),
        ("01/08/2016", "E4A", ""),
    ],
)
def test_check_return_end(dec: str, rec: str, code: str) -> None:
    assert " ".join(f"{s} {c}" for _n, s, c in codes("end", [episode(DEC=dec, REC=rec)])) == code


@pytest.mark.parametrize(
    ("status", "last_lawful", "first_wrong", "rule"),
    [
        ("L1", "04/05/2016", "05/05/2016", "rule_361"),
        ("L2", "22/05/2016", "23/05/2016", "rule_362"),
        ("L3", "08/05/2016", "09/05/2016", "rule_363"),
        ("J2", "22/05/2016", "23/05/2016", "rule_364"),
        ("V3", "18/05/2016", "19/05/2016", "rule_365"),
    ],
)
def test_check_return_status_days(status: str, last_lawful: str, first_wrong: str, rule: str) -> None:
    assert codes("status_days", [episode(LS=status, DEC=last_lawful)]) == []
    assert codes("status_days", [episode(LS=status, DEC=first_wrong)]) == [(2, "warning", rule)]


def test_an_open_status_is_measured_to_the_end_of_the_collection_year() -> None:
    assert codes("status_days", [episode(LS="L1", DEC="", REC="")]) == [(2, "warning", "rule_361")]


def test_check_return_status_age() -> None:
    rows = [header(DOB="02/05/2006"), episode(LS="J1")]
    assert codes("status_age", rows) == [(2, "warning", "rule_358")]
    assert codes("status_age", [header(DOB="01/05/2006"), episode(LS="J1")]) == []


def test_check_return_freeing_order() -> None:
    assert codes("freeing_order", [episode(LS="D1")]) == [(2, "warning", "rule_445")]
    old = episode(LS="D1", DECOM="31/12/2005", DEC="", REC="")
    assert codes("freeing_order", [old]) == [(2, "warning", "rule_451")]


@pytest.mark.parametrize(
    ("status", "place", "rule"),
    [
        ("V2", "P1", "rule_378"),
        ("V3", "T2", "rule_382"),
        ("V4", "U1", "rule_384"),
        ("V2", "U1", ""),
        ("V3", "U6", ""),
    ],
)
def test_check_return_status_place(status: str, place: str, rule: str) -> None:
    assert [c for _n, _s, c in codes("status_place", [episode(LS=status, PLACE=place)])] == (
        [rule] if rule else []
    )


@pytest.mark.parametrize(
    ("place", "lawful", "wrong", "rule"),
    [
        ("T1", "12/06/2016", "13/06/2016", "rule_375"),
        ("T3", "22/05/2016", "23/05/2016", "rule_376"),
        ("T4", "08/05/2016", "09/05/2016", "rule_379"),
    ],
)
def test_check_return_place_days(place: str, lawful: str, wrong: str, rule: str) -> None:
    assert codes("place_days", [episode(PLACE=place, DEC=lawful)]) == []
    assert codes("place_days", [episode(PLACE=place, DEC=wrong)]) == [(2, "warning", rule)]


@pytest.mark.parametrize(
    ("place", "too_young", "old_enough", "rule"),
    [
        ("P2", "02/05/2001", "01/05/2001", "rule_370"),
        ("H5", "02/05/2002", "01/05/2002", "rule_371"),
        ("R5", "02/05/2006", "01/05/2006", "rule_372"),
        ("S1", "02/05/2012", "01/05/2012", "rule_373"),
    ],
)
def test_check_return_place_age(place: str, too_young: str, old_enough: str, rule: str) -> None:
    assert codes("place_age", [header(DOB=old_enough), episode(PLACE=place)]) == []
    assert codes("place_age", [header(DOB=too_young), episode(PLACE=place)]) == [(2, "warning", rule)]


def test_check_return_place_ends() -> None:
    assert [c for _n, _s, c in codes("place_ends", [episode(PLACE="T2")])] == ["rule_380", "rule_381"]
    assert codes("place_ends", [episode(PLACE="T2", RNE="P", REC="X1")]) == []


@pytest.mark.parametrize(
    ("place", "provider", "code"),
    [
        ("T1", "PR1", "rule_213"),
        ("Z1", "PR1", "rule_213"),
        ("P1", "PR1", "rule_527"),
        ("R5", "PR2", "rule_528"),
        ("U4", "PR3", "rule_529"),
        ("P1", "PR4", "rule_530"),
        ("P1", "PR5", "rule_531"),
        ("K2", "PR0", "rule_550"),
        ("U4", "", "provider_empty"),
        ("P1", "PR0", ""),
        ("R2", "PR3", ""),
        ("T1", "", ""),
    ],
)
def test_check_return_provider(place: str, provider: str, code: str) -> None:
    rows = [episode(PLACE=place, PLACE_PROVIDER=provider)]
    assert [c for _n, _s, c in codes("provider", rows)] == ([code] if code else [])


def test_check_return_home() -> None:
    rows = [episode(2, URN=""), episode(3, URN="", PL_POST=""), episode(4, URN="", PLACE="P1")]
    assert codes("home", rows) == [(2, "warning", "urn_empty"), (3, "warning", "home_not_named")]


def test_check_return_change_reason() -> None:
    rows = [
        header(DOB="02/08/2006"),
        episode(2, REASON_PLACE_CHANGE="CUSTOD"),
        episode(3, PLACE="T1", REASON_PLACE_CHANGE="CARPL"),
    ]
    assert codes("change_reason", rows) == [
        (2, "warning", "custody_age"),
        (3, "warning", "change_reason_temporary"),
    ]


def test_check_return_adult() -> None:
    assert codes("adult", [header(), episode(REC="E17")]) == [(2, "warning", "rule_460")]
    assert codes("adult", [header(DOB="01/08/1998"), episode(REC="E17")]) == []


def test_check_return_first() -> None:
    rows = [episode(2, RNE="P")]
    assert codes("first", rows) == [(2, "warning", "rule_357")]
    earlier = {"children": {"104233": child(1)}, "stays": {1: [stay("2015-01-01", "2016-05-01")]}}
    assert codes("first", rows, **earlier) == []


def test_check_return_apart_tells_two_homes_from_one() -> None:
    inside = {"DECOM": "01/07/2016", "DEC": "15/07/2016"}
    assert codes("apart", [episode(2), episode(3, URN="7654321", **inside)]) == [(3, "warning", "rule_501")]
    assert codes("apart", [episode(2), episode(3, **inside)]) == [
        (2, "error", "overlap"),
        (3, "error", "overlap"),
    ]
    assert codes("apart", [episode(2), episode(3, DECOM="01/08/2016", DEC="")]) == []


def test_check_return_follows() -> None:
    gap = episode(3, RNE="P", DECOM="02/08/2016", DEC="01/09/2016")
    assert codes("follows", [episode(2, **FIRST), gap]) == [
        (3, "warning", "rule_433"),
        (2, "warning", "rule_388"),
    ]
    assert codes("follows", [episode(2, **FIRST), episode(3, RNE="S", **NEXT)]) == [
        (3, "warning", "rule_431")
    ]
    assert codes("follows", [episode(2, REC="E4A"), episode(3, RNE="P", **NEXT)]) == [
        (2, "warning", "rule_388")
    ]
    assert codes("follows", [episode(2, **FIRST)]) == [(2, "warning", "rule_388")]


@pytest.mark.parametrize(
    ("cells", "code"),
    [
        ({"RNE": "L", "LS": "C1"}, ""),
        ({"RNE": "L", "LS": "C1", "URN": "7654321"}, "reason_l_moved"),
        ({"RNE": "L"}, "reason_same_status"),
        ({"RNE": "P", "LS": "C1", "URN": "7654321"}, "reason_other_status"),
        ({"RNE": "T", "URN": "7654321"}, "reason_other_home"),
        ({"RNE": "U", "LS": "C1"}, ""),
        ({"RNE": "B", "LS": "C1", "URN": "7654321"}, ""),
    ],
)
def test_check_return_reason(cells: dict[str, str], code: str) -> None:
    rows = [episode(2, **FIRST), episode(3, **{**NEXT, **cells})]
    assert [c for _n, _s, c in codes("reason", rows)] == ([code] if code else [])

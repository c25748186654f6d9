"""Local values laid over a pack: what stands when, what is refused, and the way out to YAML and back."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from homeward.kernel.ranges import DateRange
from homeward.kernel.reasons import Origin, ValueUsed
from homeward.policy import LocalRow, PackError, check_local, lay_over, load_pack, read_local, write_local

PACK = load_pack("au_sa")
GENERAL, RESIDENTIAL = "general_family_based_care", "residential_care"
LEVELS = "utilisation.levels"
BANDS = [
    {"level": "1", "at_least": "97"},
    {"level": "2", "at_least": "92.5"},
    {"level": "3", "at_least": "0"},
]
ORIGIN = Origin(
    "Performance Measurement Specification V2.4", "appendix 1", date(2026, 10, 2), "Ines Kaur", date(2026, 10, 5),
    "Tom Abel", date(2026, 10, 6),
)  # fmt: skip


def row(path: str = LEVELS, start: str = "2024-07-01", end: str | None = None, **changes: Any) -> LocalRow:
    told: dict[str, Any] = {"value": BANDS, "keys": (GENERAL,), "origin": ORIGIN}
    if path != LEVELS:
        told |= {"keys": ()}
    told |= changes
    until = None if end is None else date.fromisoformat(end)
    return LocalRow(path, in_force=DateRange(date.fromisoformat(start), until), **told)


def alert(value: object, start: str, end: str | None = None, **changes: Any) -> LocalRow:
    return row("nights.missing_alert", start, end, value=value, **changes)


def test_a_local_value_replaces_a_placeholder_from_its_day_and_for_its_key() -> None:
    laid = lay_over(PACK, [row()])
    levels = laid.parameters[LEVELS]
    assert levels.on(date(2024, 6, 30), GENERAL).standing == "placeholder"
    found = levels.on(date(2024, 7, 1), GENERAL)
    assert (found.value, found.standing, found.origin) == (BANDS, "local", ORIGIN)
    assert levels.on(date(2024, 7, 1), RESIDENTIAL).standing == "placeholder"
    assert levels.placeholders_on(date(2024, 7, 1)) == tuple(
        k for k in PACK.parameters[LEVELS].keys if k != GENERAL
    )


def test_the_pack_lies_untouched_beneath() -> None:
    laid = lay_over(PACK, [row()])
    assert laid.beneath is PACK
    assert laid.beneath.parameters[LEVELS].on(date(2024, 7, 1), GENERAL).standing == "placeholder"


def test_version_and_digest_tell_of_the_local_values() -> None:
    one, other = lay_over(PACK, [row()]), lay_over(PACK, [row(value=[{"level": "1", "at_least": "0"}])])
    assert one.version == f"{PACK.version}+local.1"
    assert len({PACK.digest, one.digest, other.digest}) == 3
    withdrawn = lay_over(PACK, [], number=2)
    assert (withdrawn.version, withdrawn.digest) == (f"{PACK.version}+local.2", PACK.digest)
    assert lay_over(PACK, []).version == PACK.version


def test_the_later_row_stands_from_its_day_on_and_the_earlier_before() -> None:
    laid = lay_over(PACK, [alert(3, "2024-01-01"), alert(5, "2025-01-01")])
    read = {
        d: laid.policy().value("nights.missing_alert", on=date.fromisoformat(d))
        for d in ("2024-12-31", "2025-01-01")
    }
    assert read == {"2024-12-31": 3, "2025-01-01": 5}


def test_what_lies_beneath_is_in_force_again_after_a_local_value_ends() -> None:
    laid = lay_over(
        PACK,
        [alert(3, "2024-01-01"), alert(5, "2024-03-01", "2024-04-01"), alert(9, "2026-01-01", "2026-02-01")],
    )
    rows = [
        (v.in_force.start.isoformat(), v.value, v.standing)
        for v in laid.parameters["nights.missing_alert"].rows(None)
    ]
    assert rows[1:] == [
        ("2024-01-01", 3, "local"), ("2024-03-01", 5, "local"), ("2024-04-01", 3, "local"), ("2026-01-01", 9, "local"),
        ("2026-02-01", 3, "local"),
    ]  # fmt: skip
    assert rows[0][2] == "placeholder"


def test_a_value_says_where_it_comes_from_and_keeps_it_in_json() -> None:
    used = lay_over(PACK, [row()]).policy().look(LEVELS, on=date(2025, 1, 1), key=GENERAL)
    assert used.origin == ORIGIN
    assert ValueUsed.from_json(used.to_json()) == used
    shipped = PACK.policy().look(LEVELS, on=date(2025, 1, 1), key=GENERAL)
    assert "origin" not in shipped.to_json()


def test_every_fault_is_named_at_once() -> None:
    nameless = Origin("", " ", ORIGIN.read_on, "A", ORIGIN.read_on, "B", ORIGIN.read_on)
    rows = [
        row("nights.moon", value=1), row(value=[{"level": "1", "at_least": "95"}]), row(keys=("castle",)),
        alert(3, "2024-01-01", keys=(GENERAL,)),
        row("nights.hold", value="perhaps", keys=(RESIDENTIAL,)), row("nights.hold_deciders", value=["nobody"]),
        alert(3, "2024-01-01", "2024-01-01"), alert(4, "2024-02-01", origin=nameless),
    ]  # fmt: skip
    found = [(p.file, p.key) for p in check_local(PACK, rows)]
    assert found == [
        ("nights.moon", ""), (LEVELS, "value"), (LEVELS, "for"), ("nights.missing_alert", "for"), ("nights.hold", "value"),
        ("nights.hold_deciders", "value"), ("nights.missing_alert", "until"), ("nights.missing_alert", "source.title"),
        ("nights.missing_alert", "source.clause"),
    ]  # fmt: skip
    with pytest.raises(PackError, match=r"nights\.moon, 2024-07-01: The pack au_sa holds no parameter"):
        lay_over(PACK, rows)


def test_a_gap_that_the_pack_does_not_have_is_refused() -> None:
    key = ("supported_independent_living",)
    hold = {"path": "nights.hold", "value": "counted", "keys": key}
    rows = [row(start="2024-01-01", end="2024-02-01", **hold), row(start="2024-03-01", **hold)]
    (fault,) = check_local(PACK, rows)
    assert (fault.key, fault.on) == ("until for supported_independent_living", date(2024, 2, 1))
    assert "2024-03-01" in fault.expected


def test_written_and_read_back_it_is_the_same() -> None:
    rows = [
        row(keys=(GENERAL, RESIDENTIAL), note="Read by the reading room, 2 October."),
        alert(3, "2024-01-01", "2025-01-01"), alert(4, "2023-01-01"),
        row("nights.hold", value="excluded", keys=(RESIDENTIAL,)), row("utilisation.over_threshold", value="100.5"),
    ]  # fmt: skip
    laid = lay_over(PACK, rows, number=7)
    again = read_local(write_local(laid), PACK)
    assert (again.digest, again.version) == (laid.digest, laid.version)
    assert sorted(again.local_rows, key=repr) == sorted(rows, key=repr)
    assert write_local(again) == write_local(laid)


def test_an_empty_layer_goes_out_and_comes_back() -> None:
    assert read_local(write_local(lay_over(PACK, [])), PACK).digest == PACK.digest


def refused(change: tuple[str, str]) -> list[str]:
    text = write_local(lay_over(PACK, [row()]))
    assert change[0] in text
    with pytest.raises(PackError) as caught:
        read_local(text.replace(*change), PACK, "values.yaml")
    return [str(problem) for problem in caught.value.problems]


@pytest.mark.parametrize(
    ("change", "told"),
    [
        (("pack: au_sa", "pack: gb_eng"), "values.yaml, pack: Expected au_sa"),
        (("standing: local", "standing: sourced"), "utilisation.levels.0.standing, 2024-07-01: Expected 'local'"),
        (("from: 2024-07-01", "from: 2024-07"), "utilisation.levels.0.from: write a full date"),
        (("clause: appendix 1", "clause: ''"), "utilisation.levels.0.reference.clause"),
        (("at_least: '92.5'", "at_least: 92.5"), "write the number 92.5 in quotes"),
        (("at_least: '92.5'", "at_least: '98'"), "utilisation.levels, value, 2024-07-01: ["),
        (("at_least: '92.5'", "at_least: '93'"), "values.yaml, digest: The content has the digest sha256:"),
        (("Tom Abel", "Ines Kaur"), "utilisation.levels.0.confirmed.by, 2024-07-01: A value is confirmed by another person"),
        (("  utilisation.levels:", "  utilisation.moons:"), "utilisation.moons, 2024-07-01: The pack au_sa holds no parameter"),
        (("source: local-", "source: paper-"), "utilisation.levels.0.reference.source, 2024-07-01: sources has no document"),
        (("pack_version", "edition"), "values.yaml, edition: This key is not known here."),
    ],
)  # fmt: skip
def test_a_bad_file_is_refused_by_key_and_date(change: tuple[str, str], told: str) -> None:
    assert any(told in line for line in refused(change)), refused(change)


def test_a_file_that_is_no_mapping_or_no_text() -> None:
    for text in ("- a list", b"\xff\xfe", "pack: {"):
        with pytest.raises(PackError, match=r"values\.yaml"):
            read_local(text, PACK, "values.yaml")

"""The other commands: dispatch, decide, packs, scenarios."""

from __future__ import annotations

import io
import json
from pathlib import Path

import pytest

from homeward.cli import OWN, command, main
from homeward.cli.matching import differences
from tests.engine.facts import facts, line, placement


def test_every_command_of_our_own_can_be_loaded() -> None:
    for _, target in OWN.values():
        assert callable(command(target))


def test_help_lists_the_commands(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["--help"]) == 0
    assert "scenarios" in capsys.readouterr().out
    assert main([]) == 2


def test_an_unknown_command_names_those_there_are(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["fly"]) == 2
    assert "Use one of: " in capsys.readouterr().err


def test_packs_are_sound(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["packs"]) == 0
    assert "au_sa" in capsys.readouterr().out
    assert main(["packs", "atlantis"]) == 1
    assert "no such pack" in capsys.readouterr().err


def decide(capsys: pytest.CaptureFixture[str], tmp_path: Path, text: str, *more: str) -> tuple[int, str, str]:
    path = tmp_path / "facts.json"
    path.write_text(text)
    code = main(["decide", "utilisation", "--pack", "au_sa", str(path), *more])
    out = capsys.readouterr()
    return code, out.out, out.err


def test_decide_prints_decision_and_working(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    code, out, _ = decide(capsys, tmp_path, json.dumps(facts()))
    found = json.loads(out)
    assert code == 0
    assert found["share"]["shown"] == "100.0"
    assert found["explanations"]["share"]["steps"]


@pytest.mark.parametrize(
    ("switch", "found"),
    [
        ("partner_funding.absence_paid_nights=7", 7),
        ("partner_funding.property_evidence=rent, repair", ["rent", "repair"]),
        ("partner_funding.gst_rate=12.5", "12.5"),
        ("partner_funding.individualised_advice=false", False),
    ],
)
def test_a_switched_value_is_read_as_its_unit_says(
    capsys: pytest.CaptureFixture[str], tmp_path: Path, switch: str, found: object
) -> None:
    line = {"method": "individualised", "support_level": "very_high", "advice": {"by": "High Needs Services"}}
    path = tmp_path / "facts.json"
    path.write_text(json.dumps({"period": {"start": "2026-06-01", "end": "2026-07-01"}, "line": line}))
    assert main(["decide", "funding", "--pack", "nz", str(path), "--reading", switch]) == 0
    values = json.loads(capsys.readouterr().out)["values"]
    assert found in [row["value"] for row in values if row["path"] == switch.partition("=")[0]]


def test_decide_switches_readings(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    held = placement(
        spells=[{"kind": "hold", "decided_by": "dcp", "start": "2023-02-01", "end": "2023-02-03"}]
    )
    text = json.dumps(facts(placements=[held]))
    _, out, _ = decide(capsys, tmp_path, text, "--reading", "nights.hold[general_family_based_care]=counted")
    assert json.loads(out)["nights"]["actual"] == 90
    code, _, err = decide(capsys, tmp_path, text, "--reading", "nights.hold=perhaps")
    assert code == 2
    assert "one of counted, excluded" in err
    assert decide(capsys, tmp_path, text, "--reading", "nights.hold")[0] == 2


def test_decide_refuses_with_every_problem(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    given = facts(line=line(targets=[]), placements=[placement(end="2022-01-01")])
    code, out, err = decide(capsys, tmp_path, json.dumps(given))
    assert code == 2
    assert [problem["code"] for problem in json.loads(out)["problems"]] == [
        "dates_reversed",
        "target_not_configured",
    ]
    assert "not configured" in err


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("{", "is not JSON"),
        ("[]", "holds no facts"),
        ('{"period": 1, "period": 2}', "stands twice"),
        ('{"period": NaN}', "is no number"),
        ("[" * 100_000, "nested too deeply"),
        ('{"period": ' + "9" * 5_000 + "}", "far too long"),
    ],
)
def test_facts_that_cannot_be_read(
    capsys: pytest.CaptureFixture[str], tmp_path: Path, text: str, expected: str
) -> None:
    code, _, err = decide(capsys, tmp_path, text)
    assert code == 2
    assert expected in err


def test_public_holidays_are_filled_in_where_the_facts_leave_them_out(
    capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    path = tmp_path / "facts.json"
    known = {"on": "2026-03-20", "state": "QA_CYCLE", "approved_on": "2026-03-10"}
    for more, suggested in (({}, "2026-07-09"), ({"public_holidays": []}, "2026-07-10")):  # Matariki
        path.write_text(json.dumps({**known, **more}))
        assert main(["decide", "approval", "--pack", "nz", str(path)]) == 0
        window = json.loads(capsys.readouterr().out)["dates"]["first_touchpoint"]
        assert (window["window_end"], window["suggested_on"]) == ("2026-07-10", suggested)


def test_amounts_in_json_stay_exact(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    fee = line(
        method="per_night",
        targets=[],
        rates=[{"kind": "per_night", "start": "2022-07-01", "amount": "AMOUNT"}],
    )
    text = json.dumps(facts(line=fee)).replace('"AMOUNT"', "310.40")
    assert json.loads(decide(capsys, tmp_path, text)[1])["money"][0]["amount"] == "27936.00"


def test_facts_from_standard_input(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("sys.stdin", io.StringIO(json.dumps(facts())))
    assert main(["decide", "utilisation", "--pack", "au_sa", "-"]) == 0
    assert json.loads(capsys.readouterr().out)["nights"]["actual"] == 90


def test_schema_needs_no_facts(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["decide", "utilisation", "--schema"]) == 0
    assert "placements" in json.loads(capsys.readouterr().out)["properties"]
    assert main(["decide", "utilisation"]) == 2
    capsys.readouterr()
    assert main(["decide", "utilisation", "--schema", "--pack", "au_sa"]) == 0
    kinds = json.loads(capsys.readouterr().out)["$defs"]
    assert kinds["SpellFact"]["properties"]["decided_by"]["enum"] == ["dcp", "provider", None]
    assert "residential_care" in kinds["LineFact"]["properties"]["service_type"]["enum"]
    assert main(["decide", "utilisation", "--schema", "--pack", "atlantis"]) == 2


CASE = """
pack: au_sa
rule: utilisation
source: a test
given:
  period: {start: 2023-01-01, end: 2023-04-01}
  line:
    id: l
    service_type: general_family_based_care
    method: block
    in_force: {start: 2022-07-01}
    targets: [{start: 2022-07-01, placements: 1}]
    rates: [{kind: base_unit_annual, start: 2022-07-01, amount: 24000.00}]
  placements: [{id: p, child: c, home: h, start: 2023-01-01, copies: 2}]
scenarios:
  - {name: right, expect: {nights: {actual: 180}, growth: {payment: 6000}}}
  - {name: wrong, expect: {nights: {actual: 181}, growth: {payment: 6000.01}}}
"""


def scenarios(capsys: pytest.CaptureFixture[str], folder: Path, text: str) -> tuple[int, str, str]:
    (folder / "case.yaml").write_text(text)
    code = main(["scenarios", str(folder)])
    out = capsys.readouterr()
    return code, out.out, out.err


def test_scenarios_from_anywhere_print_each_difference(
    capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    code, out, _ = scenarios(capsys, tmp_path, CASE)
    assert code == 1
    assert "nights.actual: expected 181, found 180" in out
    assert "growth.payment: expected 6000.01, found '6000.00'" in out
    assert out.endswith("1 passed, 1 failed\n")


@pytest.mark.parametrize(
    ("change", "expected"),
    [
        (("name: right, ", "name: right, colour: red, "), "The field colour is not known."),
        (("rule: utilisation", "rule: magic"), "There is no rule magic"),
        (("source: a test\n", ""), "The field source is missing"),
        (
            ("  - {name: right, expect", "  - {name: right, refused: [], expect"),
            "Give either expect or refused.",
        ),
        (("pack: au_sa", "pack: au_sa\npack: au_sa"), "stands twice"),
        (("pack: au_sa", "pack: au_sa\nreadings: [a]"), "The field readings must be fields."),
        (("  - {name: right, ", "  - {name: right, overrides: x, "), "The field overrides must be a list."),
    ],
)
def test_scenario_files_with_a_fault_are_named(
    capsys: pytest.CaptureFixture[str], tmp_path: Path, change: tuple[str, str], expected: str
) -> None:
    code, out, err = scenarios(capsys, tmp_path, CASE.replace(*change))
    assert code == 2
    assert expected in err
    assert "passed, " in out


def test_one_faulty_scenario_does_not_hide_the_others(
    capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    case = CASE.replace("  - {name: right, expect", "  - {name: right, refused: [], expect")
    code, out, err = scenarios(capsys, tmp_path, case)
    assert code == 2
    assert "right: Give either expect or refused." in err
    assert "nights.actual: expected 181, found 180" in out
    assert out.endswith("0 passed, 1 failed\n")


def test_an_empty_folder_is_bad_input(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    assert main(["scenarios", str(tmp_path)]) == 2
    assert "no scenario file" in capsys.readouterr().err


def test_a_refusal_where_a_decision_is_expected(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    code, out, _ = scenarios(
        capsys, tmp_path, CASE.replace("placements: 1}", "placements: 1, end: 2023-01-01}")
    )
    assert code == 1
    assert "expected a decision, found a refusal" in out


@pytest.mark.parametrize(
    ("expected", "found", "count"),
    [
        ({"a": 1}, {"a": 1, "b": 2}, 0),
        ({"a": "13/30"}, {"a": "13/30"}, 0),
        ({"a": 2}, {"a": "2.00"}, 0),
        ({"a": True}, {"a": 1}, 1),
        ({"a": None}, {"a": 0}, 1),
        ({"a": {"b": 1}}, {"a": None}, 1),
        ({"c": 1}, {"a": 1}, 1),
        ([1, 2], [2, 1], 1),
        ([], [{"a": 1}], 1),
        ([{"a": 1}], [{"a": 2}, {"a": 1}], 0),
        ([{"a": 1}, {"a": 1}], [{"a": 1}, {"a": 2}], 1),
        ({"exactly": [{"a": 1}]}, [{"a": 1}, {"a": 2}], 1),
        ({"none": [{"a": 2}]}, [{"a": 1}, {"a": 2}], 1),
        ({"count": 2}, [{"a": 1}, {"a": 2}], 0),
        ({"some": 2}, [], 1),
        ("text", "text", 0),
    ],
)
def test_differences(expected: object, found: object, count: int) -> None:
    assert len(differences(expected, found)) == count

"""Local values as a file: what goes out comes back the same; what is wrong is refused by place and day."""

from __future__ import annotations

from pathlib import Path

import pytest

from homeward.apps.accounts.roles import Role
from homeward.apps.core.refusals import Refused, present
from homeward.apps.local_policy import services, transfer
from homeward.apps.local_policy.commands import export_local, import_local
from homeward.apps.local_policy.models import LocalValue
from homeward.apps.local_policy.queries import pack_of
from homeward.policy import load_pack, read_local
from tests.factories.accounts import CommissioningBodyFactory, actor_in
from tests.factories.local_policy import LocalValueFactory, confirmed_value
from tests.factories.placements import period

pytestmark = pytest.mark.django_db
State = LocalValue.State


def some_values() -> LocalValue:
    first = confirmed_value(note="Read in the reading room.")
    body = first.body
    confirmed_value(body=body, path="nights.missing_alert", value=3, period=period("2023-01-01"))
    confirmed_value(
        body=body, path="nights.missing_alert", value=5, period=period("2024-01-01", "2025-01-01")
    )
    gone = confirmed_value(body=body, path="utilisation.over_threshold", value="101")
    LocalValueFactory(
        confirmed=True, body=body, path=gone.path, value=None, withdraws=gone, source_title="", source_clause="",
        source_read_on=None, note="Read from a draft.",
    )  # fmt: skip
    LocalValueFactory(body=body, path="nights.missing_alert", value=9)
    return first


def test_what_is_confirmed_and_stands_goes_out_and_reads_back_as_the_same_policy() -> None:
    body = some_values().body
    text = transfer.export_local(body)
    again = read_local(text, load_pack(body.pack))
    assert (again.digest, again.version) == (pack_of(body).digest, pack_of(body).version)
    assert again.version.endswith("+local.5")
    assert "over_threshold" not in text and "9" not in [str(row.value) for row in again.local_rows]


def test_another_body_takes_it_in_and_works_by_the_same_policy() -> None:
    here = some_values().body
    steward, second = (actor_in(Role.POLICY_STEWARD, CommissioningBodyFactory()) for _ in range(2))
    second = actor_in(Role.POLICY_STEWARD, steward.body)
    content = transfer.export_local(here).encode()
    made = transfer.import_local(content=content, name="values.yaml", by=steward)
    assert [value.state for value in made] == [State.PROPOSED] * 3
    assert {value.entered_by for value in made} == {steward.user}
    assert pack_of(steward.body).digest == load_pack("au_sa").digest
    for value in made:
        services.confirm_value(value=value, by=second)
    assert pack_of(steward.body).digest == pack_of(here).digest


def test_a_file_of_ones_own_holds_nothing_new() -> None:
    body = some_values().body
    steward = actor_in(Role.POLICY_STEWARD, body)
    content = transfer.export_local(body).encode()
    preview = transfer.preview_local(body, content, "values.yaml")
    assert (len(preview.new), len(preview.held), preview.pack.digest) == (0, 3, pack_of(body).digest)
    with pytest.raises(Refused) as caught:
        transfer.import_local(content=content, name="values.yaml", by=steward)
    assert [r.code for r in caught.value.reasons] == ["local_policy.nothing_new"]


def test_every_fault_of_a_file_is_told_with_place_and_day_and_nothing_is_kept() -> None:
    body = some_values().body
    steward = actor_in(Role.POLICY_STEWARD, body)
    text = (
        transfer.export_local(body)
        .replace("value: 3", "value: many")
        .replace("standing: local", "standing: sourced", 1)
    )
    before = LocalValue.objects.count()
    with pytest.raises(Refused) as caught:
        transfer.import_local(content=text.encode(), name="values.yaml", by=steward)
    facts = [present(reason).fact for reason in caught.value.reasons]
    assert any(
        fact.startswith("nights.missing_alert, value, 2023-01-01: 'many' is not a whole number")
        for fact in facts
    ) or any(
        fact.startswith("values.yaml, nights.missing_alert.0.standing, 2023-01-01: Expected 'local'")
        for fact in facts
    )
    assert len(facts) == 1 + ("many" in facts[-1])
    assert LocalValue.objects.count() == before


def test_who_may_not_enter_takes_nothing_in() -> None:
    body = some_values().body
    other = actor_in(Role.CONTRACT_MANAGER, CommissioningBodyFactory())
    with pytest.raises(Refused) as caught:
        transfer.import_local(content=transfer.export_local(body).encode(), name="values.yaml", by=other)
    assert [r.code for r in caught.value.reasons] == ["record.not_permitted"]


def test_the_commands_write_a_file_and_take_it_in(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    here = some_values().body
    steward = actor_in(Role.POLICY_STEWARD, CommissioningBodyFactory())
    file = tmp_path / "values.yaml"
    assert export_local([here.name, "--to", str(file)]) == 0
    assert file.read_text() == transfer.export_local(here)
    assert export_local([here.name]) == 0
    assert capsys.readouterr().out.endswith(file.read_text())
    arguments = [steward.body.name, str(file), "--by", steward.user.email]
    assert import_local(arguments) == 0
    assert "3 new, 0 already here. Checked, nothing proposed" in capsys.readouterr().out
    assert not LocalValue.objects.filter(body=steward.body).exists()
    assert import_local([*arguments, "--yes"]) == 0
    assert "3 values are proposed" in capsys.readouterr().out
    assert LocalValue.objects.filter(body=steward.body, state=State.PROPOSED).count() == 3


def test_the_commands_refuse_in_words(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    here = some_values().body
    steward = actor_in(Role.POLICY_STEWARD, here)
    assert export_local(["Nowhere"]) == 2
    assert "Nowhere" in capsys.readouterr().err
    assert import_local([here.name, str(tmp_path / "none.yaml"), "--by", steward.user.email]) == 2
    assert "cannot be read" in capsys.readouterr().err
    bad = tmp_path / "bad.yaml"
    bad.write_text("pack: gb_eng\n")
    assert import_local([here.name, str(bad), "--by", steward.user.email]) == 1
    assert "Expected au_sa" in capsys.readouterr().err
    manager = actor_in(Role.CONTRACT_MANAGER, here)
    assert import_local([here.name, str(bad), "--by", manager.user.email]) == 2

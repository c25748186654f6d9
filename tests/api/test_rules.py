"""Asking the rules: facts in, decision out, nothing stored."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from homeward.api import examples
from homeward.apps.accounts.permissions import Permission as P
from homeward.apps.accounts.roles import Role
from homeward.engine.rules import RULES
from homeward.policy import load_pack
from tests.api.caller import Caller, read
from tests.factories.accounts import actor_in

pytestmark = pytest.mark.django_db
FACTS = json.loads(Path("docs/examples/c27.json").read_text())


@pytest.fixture
def caller() -> Caller:
    return Caller(actor_in(Role.FINANCE_OFFICER), scopes=[P.PROVIDER_READ])


def test_it_decides_what_the_command_line_decides(caller: Caller) -> None:
    answer = read(caller.post("/decide/utilisation", {"pack": "au_sa", "facts": FACTS}))
    rule, pack = RULES["utilisation"], load_pack("au_sa")
    assert answer["decision"] == json.loads(json.dumps(rule.decide(FACTS, pack.policy()).to_json()))
    assert (answer["pack"], answer["pack_digest"]) == ("au_sa", pack.digest)
    own = read(caller.post("/decide/utilisation", {"facts": FACTS}))
    assert own["decision"]["share"] == answer["decision"]["share"]


def test_a_reading_can_be_switched_for_one_question(caller: Caller) -> None:
    asked = {"pack": "au_sa", "facts": FACTS, "readings": {"no.such.path": "x"}}
    told = read(caller.post("/decide/utilisation", asked), 422)
    assert told["errors"][0]["field"] == "readings"


def test_every_fact_that_does_not_fit_is_named(caller: Caller) -> None:
    facts = {**examples.DECIDING["facts"], "period": {"start": "2023-01-01", "end": "x"}, "colour": "red"}
    told = read(caller.post("/decide/utilisation", {"facts": facts}), 422)
    assert {e["field"] for e in told["errors"]} == {"facts.period.end", "facts.colour"}


@pytest.mark.parametrize("pack", ["../../etc", "nowhere", "/etc", "."])
def test_a_pack_is_named_and_never_a_path(caller: Caller, pack: str) -> None:
    told = read(caller.post("/decide/utilisation", {"pack": pack, "facts": FACTS}), 422)
    assert told["errors"][0]["field"] == "pack"


def test_packs_and_rules_are_listed(caller: Caller) -> None:
    packs = read(caller.get("/packs"))
    assert [p["id"] for p in packs if p["is_own"]] == ["au_sa"]
    assert [r["name"] for r in read(caller.get("/rules"))] == list(RULES)
    facts = read(caller.get("/rules/utilisation"))["facts"]
    assert "general_family_based_care" in str(facts)
    assert caller.get("/rules/nonsense").status_code == 404


@pytest.mark.parametrize("rule", list(RULES))
def test_the_example_of_every_rule_is_decided(caller: Caller, rule: str) -> None:
    answer = read(caller.post(f"/decide/{rule}", examples.ASKED_OF[rule]))
    assert set(examples.ANSWERED_BY[rule]["decision"]) <= set(answer["decision"])

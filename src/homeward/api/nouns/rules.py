"""Packs and rules: what policy there is, and what it decides on given facts. Nothing is stored."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Annotated, Any

from django.http import HttpRequest
from ninja import Body, Router

from homeward.api import examples, problems
from homeward.api.operations import operation
from homeward.api.reading import actor_in
from homeward.api.shapes.rules import (
    Deciding,
    DecisionShape,
    PackShape,
    RuleShape,
    RuleWithFactsShape,
    asking,
    rule_name,
)
from homeward.apps.accounts.actors import Actor
from homeward.apps.accounts.permissions import Permission as P
from homeward.apps.core.calendars import with_holidays
from homeward.apps.local_policy.queries import pack_of
from homeward.engine.refusal import Refusal
from homeward.engine.rules import RULES, Rule
from homeward.policy import OverrideRefused, Pack, load_pack, packs, switched_readings

rules = Router(tags=["Rules"])


@operation(
    rules, "get", "/packs", name="listPacks", permission=P.MEMBER, answers=list[PackShape], summary="List policy packs",
    example=[examples.PACK],
)  # fmt: skip
def list_packs(request: HttpRequest) -> list[PackShape]:
    """The packs of this installation."""
    own = actor_in(request).body.pack
    return [_pack_shape(load_pack(name), own) for name in sorted(packs())]


@operation(
    rules, "get", "/rules", name="listRules", permission=P.MEMBER, answers=list[RuleShape], summary="List the rules",
    example=[examples.RULE],
)  # fmt: skip
def list_rules(request: HttpRequest) -> list[RuleShape]:
    """The rules that can be asked under /decide."""
    return [RuleShape(name=rule.name, summary=rule.summary) for rule in RULES.values()]


@operation(
    rules, "get", "/rules/{rule}", name="getRule", permission=P.MEMBER, answers=RuleWithFactsShape,
    summary="Read what a rule wants to know", example={**examples.RULE, "facts": {"type": "object"}},
)  # fmt: skip
def get_rule(request: HttpRequest, rule: str) -> RuleWithFactsShape:
    """The JSON schema of a rule's facts, with the codes of the body's own policy."""
    found = RULES.get(rule)
    if found is None:
        raise problems.missing()
    schema = found.schema(pack_of(actor_in(request).body))
    return RuleWithFactsShape(name=found.name, summary=found.summary, facts=schema)


def _ask(rule: Rule) -> None:
    """The operation of one rule: each has its own address, so that its facts are described."""
    question = asking(rule)

    def decide(request: HttpRequest, sent: Any) -> DecisionShape:
        """Facts in, decision out: pure, and nothing is stored or recorded.

        Every fact that does not fit is named at once (422). The decision explains itself: each figure with its
        working, the values it read, their clauses, and the marks of placeholders.
        """
        return _decide(rule, sent, actor_in(request))

    decide.__annotations__["sent"] = Annotated[question, Body(...)]
    register: Callable[[Any], Any] = operation(
        rules, "post", f"/decide/{rule.name}", name=f"decide{rule_name(rule)}", permission=P.MEMBER,
        answers=DecisionShape, summary=f"Ask the rule {rule.name}", example=examples.ANSWERED_BY[rule.name],
        sends=examples.ASKED_OF[rule.name],
    )  # fmt: skip
    register(decide)


def _decide(rule: Rule, sent: Deciding, actor: Actor) -> DecisionShape:
    pack = _pack(sent.pack, actor)
    try:
        policy = pack.policy(switched_readings(sent.readings, "asked for in this call"))
    except OverrideRefused as error:
        faults = [problems.fault("readings", "override_refused", text) for text in error.problems]
        raise problems.invalid(faults) from None
    try:
        decision = rule.decide(with_holidays(rule, sent.facts, pack), policy).to_json()
    except Refusal as refusal:
        raise problems.invalid(_faults(refusal)) from None
    return DecisionShape(
        rule=rule.name, pack=pack.id, pack_version=pack.version, pack_digest=pack.digest, decision=decision
    )


def _faults(refusal: Refusal) -> Iterable[problems.FaultShape]:
    for fault in problems.faults_of(refusal.problems):
        fault.field = f"facts.{fault.field}" if fault.field else "facts"
        yield fault


def _pack(name: str, actor: Actor) -> Pack:
    """A pack by its id, never by a path; without one the policy of the body."""
    if not name:
        return pack_of(actor.body)
    if name not in packs():
        known = ", ".join(sorted(packs()))
        raise problems.invalid_field("pack", "unknown", f"There is no pack of this name. Known: {known}.")
    return load_pack(name)


def _pack_shape(pack: Pack, own: str) -> PackShape:
    return PackShape(
        id=pack.id, title=pack.title, version=pack.version, digest=pack.digest, commissioner=pack.commissioner,
        currency=pack.currency, languages=list(pack.languages),
        coverage={area: covered.state for area, covered in pack.coverage.items()}, is_own=pack.id == own,
    )  # fmt: skip


for _rule in RULES.values():
    _ask(_rule)

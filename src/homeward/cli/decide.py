"""``homeward decide``: one rule on the facts of a file, with the working."""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Mapping, Sequence
from decimal import Decimal
from pathlib import Path
from typing import Any, NoReturn

from homeward.apps.core.calendars import with_holidays
from homeward.engine.parameters import load_checked
from homeward.engine.refusal import Refusal
from homeward.engine.rules import RULES, Rule
from homeward.policy import OverrideRefused, Pack, PackError, switched_readings
from homeward.policy.parameters import Parameter
from homeward.policy.strict_yaml import read_yaml


class BadFacts(Exception):
    """Facts that cannot be read at all."""


def run(argv: Sequence[str]) -> int:
    parser = argparse.ArgumentParser(prog="homeward decide", description="Decide a rule on facts.")
    parser.add_argument(
        "rule", choices=sorted(RULES), metavar="RULE", help=f"one of: {', '.join(sorted(RULES))}"
    )
    parser.add_argument(
        "facts", nargs="?", metavar="FACTS.json", help="facts as JSON or YAML; - for standard input"
    )
    parser.add_argument("--pack", help="id or folder of the policy pack")
    parser.add_argument(
        "--schema",
        action="store_true",
        help="print the JSON schema of the facts and stop; with --pack it lists the codes",
    )
    parser.add_argument(
        "--reading",
        action="append",
        default=[],
        metavar="PATH[KEY]=VALUE",
        help="switch a reading or value for this run; [KEY] may be left out",
    )
    options = parser.parse_intermixed_args(argv)
    rule = RULES[options.rule]
    if options.schema:
        return _schema(rule, options.pack)
    if options.facts is None or options.pack is None:
        print("homeward decide: give --pack PACK and FACTS.json, or --schema.", file=sys.stderr)
        return 2
    try:
        facts = read_facts(options.facts)
        pack = load_checked(options.pack)
        switched = as_units_say(readings(options.reading), pack)
        policy = pack.policy(switched_readings(switched, "command line"))
        decision = rule.decide(with_holidays(rule, facts, pack), policy)
    except (BadFacts, PackError, OverrideRefused) as error:
        print(f"homeward decide: {error}", file=sys.stderr)
        return 2
    except Refusal as refusal:
        print(json.dumps(refusal.to_json(), indent=2, ensure_ascii=False))
        for problem in refusal.problems:
            print(f"homeward decide: {problem}", file=sys.stderr)
        return 2
    print(json.dumps(decision.to_json(), indent=2, ensure_ascii=False))
    return 0


def _schema(rule: Rule, pack: str | None) -> int:
    try:
        schema = rule.schema(None if pack is None else load_checked(pack))
    except PackError as error:
        print(f"homeward decide: {error}", file=sys.stderr)
        return 2
    print(json.dumps(schema, indent=2, ensure_ascii=False))
    return 0


def readings(items: Sequence[str]) -> dict[str, Any]:
    """``path=value`` and ``path[key]=value`` as readings to switch. Raises BadFacts."""
    result: dict[str, Any] = {}
    for item in items:
        name, equals, value = item.partition("=")
        path, bracket, key = name.partition("[")
        if not equals or not path or (bracket and not key.endswith("]")):
            raise BadFacts(f"--reading {item} is not PATH=VALUE or PATH[KEY]=VALUE.")
        if bracket:
            keyed = result.setdefault(path, {})
            if not isinstance(keyed, dict):
                raise BadFacts(f"--reading sets {path} both with and without a key.")
            keyed[key.removesuffix("]")] = value
        else:
            result[path] = value
    return result


def as_units_say(given: Mapping[str, Any], pack: Pack) -> dict[str, Any]:
    """Text from the command line as the unit of its parameter wants it: 7, true, or codes with commas between."""
    result: dict[str, Any] = {}
    for path, value in given.items():
        parameter = pack.parameters.get(path)
        if isinstance(value, Mapping):
            result[path] = {key: _as_unit(item, parameter) for key, item in value.items()}
        else:
            result[path] = _as_unit(value, parameter)
    return result


def _as_unit(text: str, parameter: Parameter | None) -> Any:
    """The first way to read the text that is lawful; the text itself where none is, so that it is refused by name."""
    if parameter is None:
        return text
    ways: list[Any] = [text, [item.strip() for item in text.split(",") if item.strip()]]
    ways += [int(text)] if text.isascii() and text.isdigit() and len(text) < 19 else []
    ways += [text == "true"] if text in ("true", "false") else []
    return next((way for way in ways if parameter.fault(way) is None), text)


def read_facts(name: str) -> Any:
    """Facts from a JSON or YAML file or standard input; numbers stay exact. Raises BadFacts or PackError."""
    if name != "-" and Path(name).suffix in (".yaml", ".yml"):
        return read_yaml(Path(name), decimals=True)
    try:
        text = sys.stdin.read() if name == "-" else Path(name).read_text(encoding="utf-8-sig")
    except OSError as error:
        raise BadFacts(f"{name} cannot be opened: {error.strerror}. Check the path.") from None
    except UnicodeDecodeError:
        raise BadFacts(f"{name} is not UTF-8 text. Save it again as UTF-8.") from None
    try:
        facts = json.loads(
            text, parse_float=Decimal, parse_constant=_no_constant, object_pairs_hook=_no_twins
        )
    except json.JSONDecodeError as error:
        raise BadFacts(f"{name} is not JSON (line {error.lineno}: {error.msg}). Correct the file.") from None
    except ValueError:  # Python reads no whole number beyond a few thousand digits
        raise BadFacts(f"{name} holds a number that is far too long. Correct the file.") from None
    except RecursionError:
        raise BadFacts(f"{name} is nested too deeply. Correct the file.") from None
    if not isinstance(facts, dict):
        raise BadFacts(f"{name} holds no facts: it must be one JSON object. --schema prints its form.")
    return facts


def _no_constant(name: str) -> NoReturn:
    raise BadFacts(f"{name} is no number. Write digits.")


def _no_twins(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    result: dict[str, Any] = {}
    for key, value in pairs:
        if key in result:
            raise BadFacts(f"The field {key} stands twice in one object. Keep one of them.")
        result[key] = value
    return result

"""YAML as packs and scenarios use it: few types, no surprises.

Only null, true/false, whole numbers, full dates and text are recognised. A bare number with a point is
refused, because it would become a float; a key written twice is refused, because the first would vanish
without a word; ``yes``, ``on`` and times of day stay text.
"""

from __future__ import annotations

import re
from collections.abc import Hashable
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import yaml

from homeward.policy.errors import PackError, PackProblem

_Base: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)

_INT = re.compile(r"^[-+]?(0|[1-9][0-9]*)$")
_FLOAT = re.compile(
    r"^[-+]?([0-9]+\.[0-9]*|\.[0-9]+|[0-9]+(\.[0-9]*)?[eE][-+]?[0-9]+|\.inf|\.nan)$", re.IGNORECASE
)
_DATE = re.compile(r"^[0-9]{4}-[0-9]{2}-[0-9]{2}$")


class _StrictLoader(_Base):  # type: ignore[misc]  # the C loader has no types
    decimals = False


class _DecimalLoader(_StrictLoader):
    decimals = True


def _resolvers(loader: Any) -> None:
    loader.yaml_implicit_resolvers = {}
    loader.add_implicit_resolver("tag:yaml.org,2002:null", re.compile(r"^(null|~|)$"), ["n", "~", ""])
    loader.add_implicit_resolver("tag:yaml.org,2002:bool", re.compile(r"^(true|false)$"), ["t", "f"])
    loader.add_implicit_resolver("tag:yaml.org,2002:float", _FLOAT, list("-+.0123456789"))
    loader.add_implicit_resolver("tag:yaml.org,2002:int", _INT, list("-+0123456789"))
    loader.add_implicit_resolver("tag:yaml.org,2002:timestamp", _DATE, list("0123456789"))
    loader.add_implicit_resolver("tag:yaml.org,2002:merge", re.compile(r"^<<$"), ["<"])


def _mapping(loader: Any, node: Any) -> dict[Hashable, Any]:
    seen: set[Hashable] = set()
    for key_node, _ in node.value:
        key = key_node.value if isinstance(key_node, yaml.ScalarNode) else None
        if key is None:
            raise yaml.constructor.ConstructorError(
                None, None, "a key must be a single word", key_node.start_mark
            )
        if key in seen:
            raise yaml.constructor.ConstructorError(
                None, None, f"the key {key!r} stands twice; keep one of them", key_node.start_mark
            )
        seen.add(key)
    loader.flatten_mapping(node)  # what a merge brings in may be replaced by the mapping's own keys
    return {
        loader.construct_object(key_node, deep=True): loader.construct_object(value_node, deep=True)
        for key_node, value_node in node.value
    }


def _decimal(loader: Any, node: Any) -> Decimal:
    if not loader.decimals:
        raise yaml.constructor.ConstructorError(
            None,
            None,
            f'write the number {node.value} in quotes, as "{node.value}", so that it stays exact',
            node.start_mark,
        )
    return Decimal(node.value)


def _whole(loader: Any, node: Any) -> int:
    return int(node.value)


def _day(loader: Any, node: Any) -> date:
    try:
        return date.fromisoformat(node.value)
    except ValueError:
        raise yaml.constructor.ConstructorError(
            None, None, f"{node.value} is no date of the calendar", node.start_mark
        ) from None


_resolvers(_StrictLoader)
_StrictLoader.add_constructor("tag:yaml.org,2002:map", _mapping)
_StrictLoader.add_constructor("tag:yaml.org,2002:float", _decimal)
_StrictLoader.add_constructor("tag:yaml.org,2002:int", _whole)
_StrictLoader.add_constructor("tag:yaml.org,2002:timestamp", _day)
_resolvers(_DecimalLoader)


def _not_utf8(label: str) -> PackProblem:
    return PackProblem(label, "", "The file is not UTF-8 text.", "Save it again as UTF-8.")


def read_yaml(path: Path, name: str | None = None, *, decimals: bool = False) -> Any:
    """The content of one YAML file. ``decimals``: numbers with a point become Decimal, not a refusal.

    Raises PackError naming file and line when the text is not UTF-8, not YAML, or uses what is refused.
    """
    label = name or str(path)
    try:
        text = path.read_bytes()
    except OSError as error:
        reason = error.strerror or "it cannot be opened"
        raise PackError(
            [
                PackProblem(
                    label, "", f"The file cannot be read: {reason}.", "Check the path and its permissions."
                )
            ]
        ) from None
    return parse_yaml(text, label, decimals=decimals)


def parse_yaml(text: str | bytes, label: str, *, decimals: bool = False) -> Any:
    """As :func:`read_yaml`, of a text that is already here; ``label`` names it in a fault."""
    if isinstance(text, bytes):
        try:
            text = text.decode("utf-8")
        except UnicodeDecodeError:
            raise PackError([_not_utf8(label)]) from None
    try:
        return yaml.load(text, _DecimalLoader if decimals else _StrictLoader)  # derived from the safe loader
    except yaml.MarkedYAMLError as error:
        line = "" if error.problem_mark is None else f"line {error.problem_mark.line + 1}"
        what = error.problem or "it is not YAML"
        raise PackError(
            [PackProblem(label, line, f"This cannot be read: {what}.", "Correct the line.")]
        ) from None
    except (yaml.YAMLError, RecursionError) as error:
        raise PackError(
            [PackProblem(label, "", f"This is not YAML: {error}.", "Correct the file.")]
        ) from None

"""Compares what a scenario expects with what a rule found, and words each difference.

Expected objects are part of the found ones; plain values must be equal, numbers exactly. A list of plain
values must be equal. Of a list of objects each expected one must be found, every found one used once;
``[]`` expects an empty list. Where a list is found, ``{exactly: [...]}``, ``{none: [...]}`` and
``{count: n}`` say more.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import Any

_NUMBER = re.compile(r"^-?[0-9]+(\.[0-9]+|/[1-9][0-9]*)?$")
_LIST_WORDS = {"exactly", "none", "count"}


def differences(expected: Any, found: Any, path: str = "") -> list[str]:
    """One line for each difference; empty when the found value is as expected."""
    if isinstance(expected, Mapping) and isinstance(found, list):
        return list(_list_words(expected, found, path))
    if isinstance(expected, Mapping):
        return list(_object(expected, found, path))
    if isinstance(expected, list):
        return list(_list(expected, found, path))
    return [] if _same(expected, found) else [f"{path}: expected {_text(expected)}, found {_text(found)}"]


def _object(expected: Mapping[Any, Any], found: Any, path: str) -> Iterator[str]:
    if not isinstance(found, Mapping):
        yield f"{path}: expected fields {', '.join(map(str, expected))}, found {_text(found)}"
        return
    for key, value in expected.items():
        place = f"{path}.{key}" if path else str(key)
        if str(key) not in found:
            yield f"{place}: there is no such field; there are {', '.join(map(str, found)) or 'none'}"
        else:
            yield from differences(value, found[str(key)], place)


def _list(expected: Sequence[Any], found: Any, path: str) -> Iterator[str]:
    if not isinstance(found, list):
        yield f"{path}: expected a list, found {_text(found)}"
    elif not expected or not all(isinstance(item, Mapping) for item in expected):
        if len(expected) != len(found) or any(map(differences, expected, found)):
            yield f"{path}: expected {_text(expected)}, found {_text(found)}"
    else:
        yield from _each_found(expected, found, path)


def _each_found(expected: Sequence[Any], found: Sequence[Any], path: str) -> Iterator[str]:
    left = list(found)
    for number, item in enumerate(expected):
        match = next((index for index, other in enumerate(left) if not differences(item, other)), None)
        if match is not None:
            del left[match]
            continue
        nearest = min(
            (differences(item, other, f"{path}[{number}]") for other in left), key=len, default=None
        )
        yield f"{path}[{number}]: expected {_text(item)}, which was not found" + (
            f" (nearest: {'; '.join(nearest)})" if nearest else ""
        )


def _list_words(expected: Mapping[Any, Any], found: Sequence[Any], path: str) -> Iterator[str]:
    unknown = set(expected) - _LIST_WORDS
    if unknown:
        yield f"{path}: a list was found; expect a list, or say exactly, none or count"
        return
    if "count" in expected and expected["count"] != len(found):
        yield f"{path}: expected {expected['count']} items, found {len(found)}"
    if "exactly" in expected:
        wanted = expected["exactly"]
        if len(wanted) != len(found):
            yield f"{path}: expected exactly {len(wanted)} items, found {len(found)}: {_text(found)}"
        if wanted:
            yield from _list(wanted, list(found), path)
    for item in expected.get("none", ()):
        if any(not differences(item, other) for other in found):
            yield f"{path}: expected none like {_text(item)}, but there is one"


def _same(expected: Any, found: Any) -> bool:
    if isinstance(expected, bool) or isinstance(found, bool) or expected is None or found is None:
        return expected is found
    one, other = number(expected), number(found)
    if one is not None and other is not None:
        return one == other
    return str(expected) == str(found)


def number(value: Any) -> Fraction | None:
    """The exact number of a value, also of text such as "66.67" or "13/30"; None when it is none."""
    if isinstance(value, (int, Decimal, Fraction)) and not isinstance(value, bool):
        return Fraction(value)
    if isinstance(value, str) and _NUMBER.match(value):
        return Fraction(value)
    return None


def _text(value: Any) -> str:
    if isinstance(value, (Mapping, list)):
        if isinstance(value, list):
            text = "[" + ", ".join(_text(item) for item in value) + "]"
        else:
            text = "{" + ", ".join(f"{key}: {_text(item)}" for key, item in value.items()) + "}"
        return text if len(text) <= 200 else text[:197] + "..."
    if isinstance(value, (date, Decimal)):
        return str(value)
    return "nothing" if value is None else repr(value)

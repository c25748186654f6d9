"""JSON as this house reads it: exact numbers, each name once, and only text that can be stored and sent back."""

from __future__ import annotations

import json
from decimal import Decimal
from typing import Any, NoReturn, cast

from django.http import HttpRequest
from ninja.parser import Parser


class NotJson(Exception):
    """What was sent is no JSON, or holds what no record can."""


DEEPEST = 60


class StrictParser(Parser):
    """Reads bodies for the operations."""

    def parse_body(self, request: HttpRequest) -> dict[str, Any]:
        return cast(dict[str, Any], parse(request.body))


def parse(content: bytes) -> Any:
    """The value in a body. Raises NotJson with a sentence."""
    try:
        value = json.loads(
            content.decode("utf-8"),
            parse_float=Decimal,
            parse_constant=_no_constant,
            object_pairs_hook=_no_twins,
        )
    except UnicodeDecodeError:
        raise NotJson("The body is not UTF-8 text.") from None
    except json.JSONDecodeError as error:
        raise NotJson(f"The body is not JSON (line {error.lineno}: {error.msg}).") from None
    except ValueError:  # no whole number beyond a few thousand digits is read
        raise NotJson("The body holds a number that is far too long.") from None
    except RecursionError:
        raise NotJson("The body is nested too deeply.") from None
    _look_over(value)
    return value


def _no_constant(name: str) -> NoReturn:
    raise NotJson(f"{name} is no number.")


def _no_twins(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for name, value in pairs:
        if name in found:
            raise NotJson(f"The field {name[:60]!a} stands twice in one object.")
        found[name] = value
    return found


def _look_over(value: Any, depth: int = 0) -> None:
    if depth > DEEPEST:
        raise NotJson("The body is nested too deeply.")
    if isinstance(value, str):
        if not is_text(value):
            raise NotJson("The body holds a NUL character or half a character, which no record can hold.")
    elif isinstance(value, dict):
        for name, item in value.items():
            _look_over(name, depth)
            _look_over(item, depth + 1)
    elif isinstance(value, list):
        for item in value:
            _look_over(item, depth + 1)


def is_text(text: str) -> bool:
    """Whether a text can be stored: no NUL, no lone half of a surrogate pair."""
    return "\0" not in text and not any("\ud800" <= c <= "\udfff" for c in text)

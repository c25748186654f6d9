"""Money lines and policy values in words, as the pages of statements say them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from homeward.apps.local_policy.words import parameter_name
from homeward.apps.statements.presenters.adjusting import code_words
from homeward.policy import Pack


def money_words(body: Any, line: Mapping[str, Any]) -> str:
    """What a money line of a breakdown is called, with its loading or the earlier quarter it settles."""
    code, of, earlier = line["code"], line.get("of"), line.get("from_period")
    if earlier:
        what = f", {code_words(body, of)}" if of else ""
        return f"{code_words(body, code)}{what}, {earlier}"
    return code_words(body, f"{code}.{of}") if of else code_words(body, code)


def value_names(pack: Pack, paths: Iterable[str]) -> list[str]:
    """Placeholders by their names; the price of a line is no value of the pack."""
    return [parameter_name(pack, path) if "." in path else "Price of the line" for path in paths]

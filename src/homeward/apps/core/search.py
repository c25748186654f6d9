"""One box over everything: each app registers how its things are found, the search page asks them all.

An app puts its searchers into a module `search` of its own; it is found there. A searcher asks `visible_to`,
uses one query, and hands back hits in a fixed order; what a person may not see leaves no trace::

    @searcher("homes", _("Homes"), Permission.HOME_READ, list_name="homes")
    def homes(actor, words):
        found = every_word(Home.objects.visible_to(actor), words, "search_key")
        found = found.order_by("search_key", "pk")[:AT_MOST]
        return [Hit(h.name, reverse("home", args=[h.public_id])) for h in found]
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import cache
from importlib import import_module
from importlib.util import find_spec
from typing import Any

from django.apps import apps
from django.db.models import Q, QuerySet
from django.utils.functional import Promise

from homeward.apps.core.folding import fold

SHOWN = 8
AT_MOST = SHOWN + 1  # one more than is shown tells that there is more
SHORTEST = 2


@dataclass(frozen=True)
class Hit:
    """One thing found. `child` is the child whose record the hit shows: showing it is a reading."""

    text: str
    href: str
    note: str = ""
    child: Any = None


Find = Callable[[Any, Sequence[str]], Iterable[Hit]]  # every word is a `Word`


@dataclass(frozen=True)
class Searcher:
    """One kind of thing. `list_name` names the address of its list, which understands `?q=`."""

    key: str
    title: str | Promise
    permission: Any
    find: Find
    list_name: str = ""


@dataclass(frozen=True)
class Group:
    searcher: Searcher
    hits: list[Hit]
    has_more: bool


_SEARCHERS: list[Searcher] = []


def searcher(
    key: str, title: str | Promise, permission: Any, *, list_name: str = ""
) -> Callable[[Find], Find]:
    """Register how one kind of thing is found, for those who hold `permission`."""

    def register(find: Find) -> Find:
        _SEARCHERS.append(Searcher(key, title, permission, find, list_name))
        return find

    return register


@cache
def searchers() -> tuple[Searcher, ...]:
    """All searchers, in the order of the apps."""
    for config in apps.get_app_configs():
        module = f"{config.name}.search"
        if config.name.startswith("homeward.apps.") and find_spec(module) and config.label != "core":
            import_module(module)
    return tuple(_SEARCHERS)


class Word(str):
    """A folded word to look for in folded columns; `typed` is how it was written, for references and other words kept as
    they are: the code R-EE7Q is not R-E7Q."""

    typed: str

    def __new__(cls, folded: str, typed: str = "") -> Word:
        word = super().__new__(cls, folded)
        word.typed = typed or folded
        return word


def words_of(text: str) -> list[Word]:
    """The words to look for. Nothing shorter than two characters is looked for."""
    words = [Word(fold(typed), typed) for typed in text.split() if fold(typed)]
    return words if sum(map(len, words)) >= SHORTEST else []


def typed(word: str) -> str:
    """A word as it was typed."""
    return word.typed if isinstance(word, Word) else word


def find_all(actor: Any, text: str) -> list[Group]:
    """What a person finds, kind by kind; kinds without a hit are left out."""
    words = words_of(text)
    groups = []
    for one in searchers() if words else ():
        if not actor.holds(one.permission):
            continue
        hits = list(one.find(actor, words))
        if hits:
            groups.append(Group(one, hits[:SHOWN], len(hits) > SHOWN))
    return groups


def every_word(rows: QuerySet[Any], words: Iterable[str], *fields: str) -> QuerySet[Any]:
    """Rows that hold every word in one of the fields. Only a `search_key` is folded."""
    for word in words:
        found = Q()
        for field in fields:
            folded = field.endswith("search_key")
            found |= Q(
                **{f"{field}__contains": str(word)} if folded else {f"{field}__icontains": typed(word)}
            )
        rows = rows.filter(found)
    return rows

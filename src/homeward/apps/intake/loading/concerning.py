"""By which keys rows of a file concern each other, with what is recorded between them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from itertools import count

from homeward.apps.accounts.actors import Actor
from homeward.apps.children.models import Child
from homeward.apps.core.ids import ALPHABET
from homeward.apps.placements.models import Placement

_LONE = (("alone", number) for number in count())  # what a row without a key is called
# How the house writes a child's own reference; nothing else needs looking up among them.
REFERENCE = re.compile(f"C-[{ALPHABET}]{{5}}")


class Concerning:
    """Keys of rows, some thousand at a time. Rows with a key in common are checked together."""

    def __init__(self, kind: str, by: Actor) -> None:
        self._by = by
        self._keys = {"placements": self._of_stays, "spells": self._of_stays}.get(kind, _of_cells)

    def keys(self, rows: Sequence[Sequence[str | None]]) -> list[int]:
        """The keys of each row one after the other, as many for each row. Two that are equal by chance do no harm."""
        return [hash(key) for keys in self._keys(rows) for key in keys]

    def _of_stays(self, rows: Sequence[Sequence[str | None]]) -> Iterator[tuple[object, ...]]:
        """Child and stay as the row names them, and the child of the recorded stay of that number: a row may give a
        stay to another child. A child named by the house's reference is the one of its own number."""
        numbers = self._numbers(child for child, _ in rows)
        holders = self._holders(stay for _, stay in rows)
        for child, stay in rows:
            own = ("child", folded(numbers.get(child or "", child or ""))) if child else next(_LONE)
            of_stay = ("stay", folded(stay)) if stay else own
            yield own, of_stay, ("child", folded(holders[stay])) if stay in holders else own

    def _numbers(self, names: Iterable[str | None]) -> dict[str, str]:
        asked = {name for name in names if name and REFERENCE.fullmatch(name)}
        if not asked:
            return {}
        found = Child.objects.visible_to(self._by).filter(reference__among=asked)
        return dict(found.values_list("reference", "client_number"))

    def _holders(self, stays: Iterable[str | None]) -> dict[str | None, str]:
        asked = {stay for stay in stays if stay}
        if not asked:
            return {}
        found = Placement.objects.visible_to(self._by).filter(source_key__among=asked)
        return dict(found.values_list("source_key", "child__client_number"))


def _of_cells(rows: Sequence[Sequence[str | None]]) -> Iterator[tuple[object, ...]]:
    for cells in rows:
        yield tuple(folded(cell) if cell else next(_LONE) for cell in cells)


def folded(text: str) -> str:
    """Rows may be put together that are not about the same; never apart that are."""
    return "".join(text.split()).upper()

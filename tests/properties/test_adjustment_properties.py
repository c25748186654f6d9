"""Late records over the engine: whatever the history, agreed + adjustments = as now known, once and never twice.

A small book keeps what a statement's records would: the agreed decision, what was decided, every line. Its histories
are random: counts in any order, the assessment at any moment between them, decisions about what was put up.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from homeward.engine.adjustments import ABATEMENT, Earlier, Settled, adjust, is_limit, open_now, positions
from homeward.engine.utilisation import decide
from homeward.policy import load_pack
from tests.properties.strategies import line_facts, placements

PACK = load_pack("au_sa")
POLICY = PACK.policy
ZERO = Decimal(0)
slow = settings(max_examples=60, deadline=None)


def counted(facts: dict[str, Any]) -> dict[str, Any]:
    return decide(facts, POLICY()).to_json()


@dataclass
class Book:
    """One locked statement and everything that was made of it since."""

    agreed: dict[str, Any]
    known: dict[str, Any] = field(default_factory=dict)
    decided: dict[str, Decimal] = field(default_factory=lambda: defaultdict(lambda: ZERO))
    amount: dict[str, Decimal] = field(default_factory=lambda: defaultdict(lambda: ZERO))
    to_decide: dict[str, Decimal] = field(default_factory=lambda: defaultdict(lambda: ZERO))
    answered: dict[str, Decimal] = field(default_factory=lambda: defaultdict(lambda: ZERO))
    nights: int = 0

    def __post_init__(self) -> None:
        self.known = self.agreed

    def learn(self, known: dict[str, Any]) -> None:
        self._settle(self.known, known)
        self.known = known

    def assess(self, growth_part: int, abatement_part: int) -> None:
        """Growth and abatement from nothing to all of what the agreed version allows, in hundredths."""
        own = positions(self.agreed)
        if "growth" in own:
            self.decided["growth"] += (own["growth"].entitled * growth_part / 100).quantize(Decimal("0.01"))
        if ABATEMENT in own:
            self.decided[ABATEMENT] += (own[ABATEMENT].limit * abatement_part / 100).quantize(Decimal("0.01"))
        self._settle(self.known, self.known)

    def decide_open(self, part: int) -> None:
        """An open quarter's assessment decides what is open of what it took in."""
        then, now = positions(self.agreed), positions(self.known)
        for code in self.to_decide:
            side = "limit" if is_limit(code) else "entitled"
            agreed, known = (getattr(found[code], side) if code in found else ZERO for found in (then, now))
            fresh = open_now(agreed, self.answered[code], known, known)
            assert fresh + max(self.answered[code], agreed) >= known  # nothing that is new goes unasked
            self.answered[code] = max(self.answered[code], known)
            self.decided[code] += (fresh * part / 100).quantize(Decimal("0.01"))
            own = getattr(then[code], side) if code in then else ZERO
            assert self.decided[code] <= max(self.answered[code], own)  # and nothing is granted twice
        self._settle(self.known, self.known)

    def _settle(self, before: dict[str, Any], known: dict[str, Any]) -> None:
        codes = {*self.amount, *self.to_decide}
        earlier = {code: Earlier(self.amount[code], self.to_decide[code]) for code in codes}
        for line in adjust(Settled(self.agreed, before, dict(self.decided), earlier), known, POLICY()):
            self.amount[line.code] += line.amount
            self.to_decide[line.code] += line.to_decide
            assert line.now - line.then == line.amount
            assert line.amount or line.to_decide or line.nights  # nothing is told that is nothing
            assert line.reasons


def holds(book: Book) -> None:
    """The four laws of `engine.adjustments`, for every code on either side."""
    then, now = positions(book.agreed), positions(book.known)
    for code in {*then, *now}:
        old, new, decided = then.get(code), now.get(code), book.decided[code]
        due_then, due_now = old.due if old else ZERO, new.due if new else ZERO
        if is_limit(code):
            limit = new.limit if new else ZERO
            assert decided - book.amount[code] == min(decided, limit)
            assert -book.to_decide[code] == max(ZERO, limit - (old.limit if old else ZERO))
        else:
            entitled = new.entitled if new else ZERO
            assert due_then + decided + book.amount[code] == due_now + min(decided, entitled)
            assert book.to_decide[code] == max(ZERO, entitled - (old.entitled if old else ZERO))


EVENT = st.one_of(
    st.tuples(st.just("learn"), placements()),
    st.tuples(st.just("target"), st.integers(0, 4)),
    st.tuples(st.just("price"), st.sampled_from(["12000.00", "24000.00", "36500.50"])),
    st.tuples(st.just("assess"), st.tuples(st.integers(0, 100), st.integers(0, 100))),
    st.tuples(st.just("decide"), st.integers(0, 100)),
)


@slow
@given(line_facts(), st.lists(EVENT, max_size=8))
def test_agreed_and_adjustments_are_what_is_known(
    facts: dict[str, Any], history: list[tuple[str, Any]]
) -> None:
    facts["disallowed"] = []
    book, assessed = Book(counted(facts)), False
    for what, value in history:
        if what == "assess":
            if not assessed:
                book.assess(*value)
            assessed = True
        elif what == "decide":
            book.decide_open(value)
        else:
            facts = changed(facts, what, value)
            book.learn(counted(facts))
        holds(book)


def changed(facts: dict[str, Any], what: str, value: Any) -> dict[str, Any]:
    line = facts["line"]
    if what == "learn":
        return {**facts, "placements": value}
    if what == "target":
        return {**facts, "line": {**line, "targets": [{**t, "placements": value} for t in line["targets"]]}}
    return {**facts, "line": {**line, "rates": [{**r, "amount": value} for r in line["rates"]]}}


@slow
@given(line_facts(), placements(), st.integers(0, 100), st.integers(0, 100))
def test_a_change_taken_back_leaves_the_exact_opposite(
    facts: dict[str, Any], stays: list[Any], growth: int, abatement: int
) -> None:
    facts["disallowed"] = []
    agreed = counted(facts)
    book = Book(agreed)
    book.assess(growth, abatement)
    book.learn(counted({**facts, "placements": stays}))
    book.learn(agreed)
    assert set(book.amount.values()) <= {ZERO} and set(book.to_decide.values()) <= {ZERO}


@slow
@given(line_facts(), st.lists(placements(), min_size=2, max_size=4), st.randoms(use_true_random=False))
def test_the_order_of_late_changes_does_not_matter_for_the_sum(
    facts: dict[str, Any], rest: list[list[Any]], random: Any
) -> None:
    """Independent changes: each sets the stays of children of its own; however they come, the sums are the same."""
    facts["disallowed"] = []
    own = [
        [{**p, "id": f"{n}-{p['id']}", "child": f"{n}-{p['child']}"} for p in stays]
        for n, stays in enumerate(rest)
    ]
    agreed = counted(facts)

    def replay(order: list[int], assess_after: int) -> Book:
        book, stays = Book(agreed), list(facts["placements"])
        for step, number in enumerate(order):
            if step == assess_after:
                book.assess(100, 60)
            stays = [*stays, *own[number]]
            book.learn(counted({**facts, "placements": stays}))
        if assess_after >= len(order):
            book.assess(100, 60)
        return book

    order = list(range(len(own)))
    shuffled = list(order)
    random.shuffle(shuffled)
    one, two = replay(order, 0), replay(shuffled, random.randint(0, len(order)))
    for code in {*one.amount, *two.amount}:
        assert one.amount[code] == two.amount[code]
        assert one.to_decide[code] == two.to_decide[code]


@slow
@given(line_facts(), placements())
def test_a_second_look_at_the_same_facts_adds_nothing(facts: dict[str, Any], stays: list[Any]) -> None:
    facts["disallowed"] = []
    book = Book(counted(facts))
    known = counted({**facts, "placements": stays})
    book.learn(known)
    before = dict(book.amount), dict(book.to_decide)
    book.learn(known)
    assert (dict(book.amount), dict(book.to_decide)) == before

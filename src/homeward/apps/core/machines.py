"""State machines: one table per machine, one service per move, and an answer to "why can't I".

The library checks that a move leads somewhere from a state; our guards say why it may not be made now, with
every reason. The guard that explains is the guard that the service calls, so the two cannot differ.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext
from transitions import Machine as Transitions

from homeward.apps.core.refusals import Refused, plain
from homeward.kernel.reasons import Reason

Guard = Callable[..., Sequence[Reason]]


@dataclass(frozen=True)
class Move:
    """One way from some states to another, the permission it needs and the guards that may refuse it."""

    name: str
    sources: tuple[str, ...]
    target: str
    permission: Any
    words: str
    guards: tuple[Guard, ...] = ()


class Machine:
    """A named table of moves over a model's `state` field."""

    def __init__(self, name: str, states: Mapping[str, str], moves: Sequence[Move]) -> None:
        self.name, self.states = name, dict(states)
        self.moves = {m.name: m for m in moves}
        self._library = Transitions(
            # Plain strings: the library would go by an enum's name, and states are known by their values.
            model=None, states=[str(s) for s in self.states], initial=str(next(iter(self.states))), auto_transitions=False,
            transitions=[{"trigger": m.name, "source": [str(s) for s in m.sources], "dest": str(m.target)} for m in moves],
        )  # fmt: skip

    def moves_from(self, state: str) -> list[Move]:
        # str(): a state just set is an enum member, which the library would look up by its name
        return [self.moves[t] for t in self._library.get_triggers(str(state)) if t in self.moves]

    def why_not(self, move: str, thing: Any, by: Any, **facts: Any) -> list[Reason]:
        """Every reason why `by` may not make `move` on `thing` now; empty when it may be made."""
        chosen = self.moves[move]
        reasons: list[Reason] = []
        if not by.holds(chosen.permission):
            reasons.append(
                Reason("machine.role", {"words": gettext(chosen.words), "role": gettext(str(by.role.label))})
            )
        if chosen not in self.moves_from(thing.state):
            allowed = ", ".join(gettext(self.states[s]).lower() for s in chosen.sources)
            reasons.append(
                Reason(
                    "machine.state",
                    {
                        "words": gettext(chosen.words),
                        "state": gettext(self.states[thing.state]),
                        "allowed": allowed,
                    },
                )
            )
            return reasons  # what the guards ask makes sense only from the right state
        for guard in chosen.guards:
            reasons.extend(guard(thing, by, **facts))
        return reasons

    def check(self, move: str, thing: Any, by: Any, **facts: Any) -> Move:
        """The move, or `Refused` with every reason."""
        reasons = self.why_not(move, thing, by, **facts)
        if reasons:
            raise Refused(f"You cannot {self.moves[move].words}", reasons)
        return self.moves[move]

    def make(self, move: str, thing: Any, by: Any, *, reason: str = "", **fields: Any) -> None:
        """Make a move of a thing that keeps `state` and `since`, set the other fields and save, or raise `Refused`.

        For services, inside their writing.
        """
        chosen = self.check(move, thing, by, reason=reason)
        for name, value in {"state": chosen.target, "since": timezone.now(), **fields}.items():
            setattr(thing, name, value)
        thing.save(update_fields=["state", "since", *fields])


plain(
    "machine.role",
    title="Your role does not do this",
    fact="You act as {role}. To {words} needs another role.",
    lift="Somebody in a role that may do this does it, or an administrator gives you that role.",
    who="An administrator",
)
plain(
    "machine.state",
    title="It is not in the right state",
    fact="It stands at “{state}”. This is possible only from: {allowed}.",
    lift="Take the steps between, in their order.",
    who="Whoever holds it now",
)

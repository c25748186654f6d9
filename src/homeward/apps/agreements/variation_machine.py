"""The moves of a variation. Each guard answers with every reason, and is what the service itself asks."""

from __future__ import annotations

from typing import Any

from homeward.apps.accounts.permissions import Permission as P
from homeward.apps.agreements.models import Variation
from homeward.apps.agreements.variation_checks import stale
from homeward.apps.core.documents.shelves import side_of
from homeward.apps.core.machines import Machine, Move
from homeward.kernel.reasons import Reason

S = Variation.State
OPEN = (S.PROPOSED, S.PROVIDER_SIGNED, S.BODY_SIGNED)
SIGNED_BY = {"provider": S.PROVIDER_SIGNED, "body": S.BODY_SIGNED}
# The move of a side's signature, by whether the other side has signed.
SIGN_MOVES = {
    ("provider", False): "provider_sign", ("provider", True): "provider_sign_last",
    ("body", False): "body_sign", ("body", True): "body_sign_last",
}  # fmt: skip


def still_fits(variation: Variation, by: Any, **_: Any) -> list[Reason]:
    return stale(variation)


def no_longer_fits(variation: Variation, by: Any, **_: Any) -> list[Reason]:
    """Only what no longer fits is drawn up anew: it takes away a signature that was given."""
    if stale(variation):
        return []
    return [Reason("variation.fits", {"number": variation.number})]


def own_side_has_not_signed(variation: Variation, by: Any, **_: Any) -> list[Reason]:
    if variation.state != SIGNED_BY[side_of(by)]:
        return []
    return [Reason("variation.own_side_signed", {"number": variation.number})]


MACHINE = Machine(
    "variation",
    {s.value: s.label for s in S},
    [
        Move("provider_sign", (S.PROPOSED,), S.PROVIDER_SIGNED, P.VARIATION_SIGN, "sign this variation", (still_fits,)),
        Move("body_sign", (S.PROPOSED,), S.BODY_SIGNED, P.VARIATION_SIGN, "sign this variation", (still_fits,)),
        Move("provider_sign_last", (S.BODY_SIGNED,), S.IN_FORCE, P.VARIATION_SIGN, "sign this variation", (still_fits,)),
        Move("body_sign_last", (S.PROVIDER_SIGNED,), S.IN_FORCE, P.VARIATION_SIGN, "sign this variation", (still_fits,)),
        Move("decline", OPEN, S.DECLINED, P.VARIATION_SIGN, "decline this variation", (own_side_has_not_signed,)),
        Move("withdraw", OPEN, S.WITHDRAWN, P.AGREEMENT_WRITE, "withdraw this variation"),
        Move("renew", OPEN, S.PROPOSED, P.AGREEMENT_WRITE, "draw this variation up anew", (no_longer_fits,)),
    ],
)  # fmt: skip


def sign_move(variation: Variation, side: str) -> str:
    """The move by which a side's signature counts: the first of two, or the last."""
    other = SIGNED_BY["body" if side == "provider" else "provider"]
    return SIGN_MOVES[side, variation.state == other]

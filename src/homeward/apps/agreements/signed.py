"""Whether an agreement is signed, and since when. For whoever asks before paying or placing; nothing is written here."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass

from homeward.apps.agreements.models import Agreement
from homeward.apps.agreements.outcome_models import AgreementPaper
from homeward.apps.core.signatures.queries import checked_signatures_of

SIDES = ("provider", "body")


@dataclass(frozen=True)
class SignedState:
    """How far the signing of an agreement is.

    `paper` is the one that is signed, or else the newest to be signed; None: none was drawn up. `sides` has the day of
    each side (`provider`, `body`) whose signature still fits the bytes it was given for.
    """

    paper: AgreementPaper | None
    sides: dict[str, dt.date]

    @property
    def on(self) -> dt.date | None:
        """The day the second side signed; None while one is missing."""
        return max(self.sides.values()) if set(self.sides) >= set(SIDES) else None

    @property
    def missing(self) -> tuple[str, ...]:
        return tuple(side for side in SIDES if side not in self.sides)


def paper_to_sign(agreement: Agreement) -> AgreementPaper | None:
    """The paper both sides signed, else the newest that was drawn up for it."""
    rows = AgreementPaper.objects.filter(agreement=agreement, variation=None).select_related("document")
    return rows.exclude(signed_on=None).first() or rows.order_by("-number").first()


def signed_state(agreement: Agreement) -> SignedState:
    """Who has signed an agreement, with the day of each side, held against the paper as it stands now."""
    paper = paper_to_sign(agreement)
    if paper is None or paper.document is None:
        return SignedState(paper, {})
    checked = checked_signatures_of(paper.document)
    return SignedState(paper, {c.signature.side: c.signature.signed_on for c in checked if c.fits})


def signed_on(agreement: Agreement) -> dt.date | None:
    """The day on which the second side signed the agreement; None while it is not signed by both.

    Nothing is missing where a day comes back: the paper with specification, care model summary, funding and term was
    drawn up after the approval, both sides signed exactly its bytes, and both signatures still fit. A paper whose bytes
    were changed since counts as not signed. An agreement recorded without a paper of Homeward's own (a scan among its
    documents) has no day here. Clause: nothing is paid before approval and a signed agreement (guidance, Contract and
    funding).
    """
    return signed_state(agreement).on


def signed_days(agreements: Iterable[Agreement]) -> dict[int, dt.date]:
    """The same for many, by key, in one query: as it was noted when the second side signed, bytes not looked at again."""
    keys = [agreement.pk for agreement in agreements]
    rows = AgreementPaper.objects.filter(agreement__in=keys, signed_on__isnull=False)
    return {key: day for key, day in rows.values_list("agreement", "signed_on") if day is not None}

"""The documents of an individual contract, and the papers that checks and visits before a placement rest on."""

from __future__ import annotations

from collections.abc import Iterable

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from homeward.apps.accounts.actors import Actor
from homeward.apps.accounts.permissions import Permission as P
from homeward.apps.accounts.scopes import may
from homeward.apps.core.documents.shelves import PaperKind, Shelf, Signing, register_shelf
from homeward.apps.core.models import Document
from homeward.apps.core.periods import say_day
from homeward.apps.decisions.models import Check, Contract, ContractVariation, Visit
from homeward.apps.decisions.queries import unknown_children
from homeward.apps.decisions.services import varying
from homeward.apps.decisions.services.contracts import PAPER, signed, why_not_sign
from homeward.apps.decisions.services.recording import PROOF, check_words
from homeward.apps.referrals.content import children_of


def _may_sign(by: Actor, contract: Contract | ContractVariation) -> bool:
    return may(by, P.CONTRACT_SIGN, contract)


def _may_read(by: Actor, contract: Contract) -> bool:
    """The paper names every child of the contract."""
    return not unknown_children(contract, by)


def _may_add(by: Actor, contract: Contract) -> bool:
    return _may_sign(by, contract) or may(by, P.CONTRACT_WRITE, contract)


def _children(document: Document, contract: Contract) -> Iterable[object]:
    """The paper names them: who reads it has read their record."""
    return [row.child for row in contract.children.select_related("child")]


def _may_prove(by: Actor, recorded: Check | Visit) -> bool:
    """Whoever records towards a decision, while it is live."""
    return recorded.decision.is_live and may(by, P.DECISION_PROPOSE, recorded)


def _children_of(document: Document, recorded: Check | Visit) -> Iterable[object]:
    """What was found before a placement is about them, whether it names them or not."""
    return [part.child for part in children_of(recorded.decision.search.referral)]


def _decision(recorded: Check | Visit) -> str:
    return reverse("decision", args=[recorded.decision.public_id])


register_shelf(
    Shelf(
        model=Check,
        address=_decision,
        words=check_words,
        children=_children_of,
        kinds=(PaperKind(PROOF, _("Paper of a check"), _may_prove),),
    )
)
register_shelf(
    Shelf(
        model=Visit,
        address=_decision,
        words=lambda v: _("Visit on %(day)s") % {"day": say_day(v.on)},
        children=_children_of,
        kinds=(PaperKind(PROOF, _("Report of a visit"), _may_prove),),
    )
)
register_shelf(
    Shelf(
        model=Contract,
        address=lambda c: reverse("contract", args=[c.public_id]),
        words=lambda c: _("Individual contract %(reference)s") % {"reference": c.reference},
        children=_children,
        kinds=(
            PaperKind(
                PAPER, _("Individual contract"), may_read=_may_read,
                signing=Signing(may_sign=_may_sign, signed=signed, may_witness=_may_sign, guards=why_not_sign),
            ),
            PaperKind("signed_paper", _("Scan of the signed paper"), _may_add, _may_read),
            PaperKind("supporting", _("Supporting paper"), _may_add, _may_read),
        ),
    )
)  # fmt: skip
register_shelf(
    Shelf(
        model=ContractVariation,
        address=lambda v: reverse("contract", args=[v.contract.public_id]),
        words=lambda v: _("Variation %(number)s of contract %(reference)s")
        % {"number": v.number, "reference": v.contract.reference},
        kinds=(
            PaperKind(
                varying.PAPER, _("Variation of a contract"),
                signing=Signing(
                    may_sign=_may_sign, signed=varying.signed, may_witness=_may_sign, guards=varying.why_not_sign
                ),
            ),
            PaperKind("signed_paper", _("Scan of the signed paper"), _may_sign),
        ),
    )
)  # fmt: skip

"""The documents of agreements and variations: who adds, reads and signs them."""

from __future__ import annotations

from collections.abc import Sequence

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from homeward.apps.accounts.actors import Actor
from homeward.apps.accounts.permissions import Permission as P
from homeward.apps.accounts.scopes import may
from homeward.apps.agreements.models import Agreement, Variation
from homeward.apps.agreements.services import outcome
from homeward.apps.agreements.services.variations import PAPER, signed
from homeward.apps.agreements.variation_machine import MACHINE, sign_move
from homeward.apps.agreements.variation_queries import consequences_told
from homeward.apps.core.documents.shelves import PaperKind, Shelf, Signing, register_shelf
from homeward.apps.core.models import Document
from homeward.kernel.reasons import Reason


def _may_write(by: Actor, agreement: Agreement) -> bool:
    return may(by, P.AGREEMENT_WRITE, agreement)


def _may_sign(by: Actor, thing: Agreement | Variation) -> bool:
    return may(by, P.VARIATION_SIGN, thing)


def _may_sign_or_write(by: Actor, thing: Agreement | Variation) -> bool:
    return _may_sign(by, thing) or may(by, P.AGREEMENT_WRITE, thing)


def _guards(document: Document, variation: Variation, by: Actor, side: str) -> Sequence[Reason]:
    if variation.document_id != document.pk:
        return [Reason("signature.not_newest", {"title": document.title})]
    return MACHINE.why_not(sign_move(variation, side), variation, by)


register_shelf(
    Shelf(
        model=Agreement,
        address=lambda a: reverse("agreement", args=[a.public_id]),
        words=lambda a: _("Agreement %(number)s") % {"number": a.reference},
        kinds=(
            PaperKind(
                outcome.PAPER, _("Outcome agreement"),
                signing=Signing(
                    may_sign=_may_sign, signed=outcome.signed, may_witness=_may_sign, guards=outcome.why_not_sign
                ),
            ),
            PaperKind("as_varied", _("Outcome agreement as varied")),
            PaperKind("signed_paper", _("Scan of the signed paper"), _may_sign_or_write),
            PaperKind("signed_agreement", _("Signed agreement"), _may_write),
            PaperKind("attachment", _("Attachment of the agreement"), _may_write),
            PaperKind("letter", _("Letter or record"), _may_write),
        ),
    )
)  # fmt: skip

register_shelf(
    Shelf(
        model=Variation,
        address=lambda v: reverse("variation", args=[v.public_id]),
        words=lambda v: (
            _("Variation %(number)d of %(agreement)s")
            % {"number": v.number, "agreement": v.agreement.reference}
        ),
        kinds=(
            PaperKind(
                PAPER,
                _("Variation"),
                signing=Signing(
                    may_sign=_may_sign,
                    signed=signed,
                    may_witness=_may_sign,
                    guards=_guards,
                    consequences=consequences_told,
                ),
            ),
            PaperKind("signed_paper", _("Scan of the signed paper"), _may_sign_or_write),
            PaperKind("supporting", _("Supporting paper"), _may_sign_or_write),
        ),
    )
)

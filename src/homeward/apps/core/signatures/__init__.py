"""Signatures under the exact bytes of a document: here, or on paper with a witness. A changed document voids them."""

from homeward.apps.core.signatures.queries import Checked, checked_signatures_of, signatures_of
from homeward.apps.core.signatures.services import add_signed_paper, sign, witness_paper

__all__ = ["Checked", "add_signed_paper", "checked_signatures_of", "sign", "signatures_of", "witness_paper"]

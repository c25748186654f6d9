"""What the law on personal data asks a body to keep: requests, corrections, disclosures, collections, holds, breaches."""

from homeward.apps.privacy.models.breaches import Breach, BreachNotice
from homeward.apps.privacy.models.collected import IndirectCollection
from homeward.apps.privacy.models.corrections import Correction
from homeward.apps.privacy.models.disclosures import Disclosure
from homeward.apps.privacy.models.holds import LegalHold
from homeward.apps.privacy.models.requests import AccessRequest, HeldItem

__all__ = [
    "AccessRequest", "Breach", "BreachNotice", "Correction", "Disclosure", "HeldItem", "IndirectCollection", "LegalHold",
]  # fmt: skip

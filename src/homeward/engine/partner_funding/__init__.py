"""Funding of partnered care in Aotearoa New Zealand: dynamic, fixed and individualised lines, reconciled."""

from homeward.engine.partner_funding.decide import decide_funding
from homeward.engine.partner_funding.facts import FundingFacts

__all__ = ["FundingFacts", "decide_funding"]

"""The journey to an approval, and what becomes of it: may this step be made, and what is missing for the next."""

from homeward.engine.approval.decide import decide_gate
from homeward.engine.approval.decision import Gate
from homeward.engine.approval.facts import ApprovalFacts

__all__ = ["ApprovalFacts", "Gate", "decide_gate"]

"""From a shortlisted offer to a counted night: the decision, its checks and approvals, the contract, notice and end."""

from homeward.apps.decisions.models.contracts import Contract, ContractChild, ExtraCost
from homeward.apps.decisions.models.decisions import Decision
from homeward.apps.decisions.models.ending import Disruption, NoticeGiven
from homeward.apps.decisions.models.records import Agreed, AreaNotice, Check, Visit
from homeward.apps.decisions.models.variations import ContractVariation

__all__ = [
    "Agreed",
    "AreaNotice",
    "Check",
    "Contract",
    "ContractChild",
    "ContractVariation",
    "Decision",
    "Disruption",
    "ExtraCost",
    "NoticeGiven",
    "Visit",
]

"""Placement utilisation: nights, share, level, growth, abatement limit, exceed approvals."""

from homeward.engine.loadings.abatement import check_loading_abatements
from homeward.engine.refusal import Refusal
from homeward.engine.utilisation.decide import check_abatement, decide
from homeward.engine.utilisation.decision import UtilisationDecision
from homeward.engine.utilisation.facts import UtilisationFacts

__all__ = [
    "Refusal",
    "UtilisationDecision",
    "UtilisationFacts",
    "check_abatement",
    "check_loading_abatements",
    "decide",
]

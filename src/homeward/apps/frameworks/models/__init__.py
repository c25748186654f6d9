"""Frameworks of a consortium or an authority: lots, admitted providers, scores and prices, rankings, queries."""

from homeward.apps.frameworks.models.admissions import Admission, LotAdmission, ProcurementCheck
from homeward.apps.frameworks.models.frameworks import Framework, FrameworkAccess, Lot
from homeward.apps.frameworks.models.rankings import RankedPlace, Ranking, ScoreQuery
from homeward.apps.frameworks.models.scores import Assessment, Criterion, Price, Score

__all__ = [
    "Admission", "Assessment", "Criterion", "Framework", "FrameworkAccess", "Lot", "LotAdmission", "Price",
    "ProcurementCheck", "RankedPlace", "Ranking", "Score", "ScoreQuery",
]  # fmt: skip

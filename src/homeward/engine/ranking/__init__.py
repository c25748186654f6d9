"""Who stands where: the ranking of a lot's providers, and the scored choice among offers for one child.

Exact throughout: scores are fractions, rounded only where they are shown. Ranks follow the exact scores.
"""

from homeward.engine.ranking.decide import decide_ranking
from homeward.engine.ranking.facts import RankingFacts
from homeward.engine.ranking.mini import MiniCompetitionFacts, decide_mini_competition
from homeward.engine.ranking.own import own_view

__all__ = ["MiniCompetitionFacts", "RankingFacts", "decide_mini_competition", "decide_ranking", "own_view"]

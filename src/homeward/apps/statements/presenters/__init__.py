"""How a statement's figures reach a reader: sentence, working, authority; flags; money; nights by child.

The engine says what happened, with codes and numbers. Here each code has its sentence, once.
"""

from homeward.apps.statements.presenters.authority import authority_of, placeholders
from homeward.apps.statements.presenters.explanations import explanations
from homeward.apps.statements.presenters.flags import flag_notes, lines_named
from homeward.apps.statements.presenters.loading_tables import loading_table
from homeward.apps.statements.presenters.tables import children, headline, money_table, totals

__all__ = [
    "authority_of",
    "children",
    "explanations",
    "flag_notes",
    "headline",
    "lines_named",
    "loading_table",
    "money_table",
    "placeholders",
    "totals",
]

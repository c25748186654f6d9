"""How a statement's figures reach a reader: sentence, working, authority; flags; money; nights by child.

The engine says what happened, with codes and numbers. Here each code has its sentence, once.
"""

from homeward.apps.statements.presenters.authority import authority_of, placeholders
from homeward.apps.statements.presenters.explanations import explanations
from homeward.apps.statements.presenters.flags import lines_named
from homeward.apps.statements.presenters.tables import totals
from homeward.apps.statements.presenters.told import Told

__all__ = ["Told", "authority_of", "explanations", "lines_named", "placeholders", "totals"]

"""Nights counted in columns: the rule of ``engine.nights.segments`` once more, as SQL over whole tables.

The text (``segments.sql``, ``sums.sql``, ``children.sql``) answers; the plain reference explains. Nothing here opens a
file: tables come in as Arrow, or stand already in the connection a caller brings.
"""

from homeward.engine.nights.columns.count import Counted, count, count_on
from homeward.engine.nights.columns.grid import Grid
from homeward.engine.nights.columns.readings import Bits, Reading
from homeward.engine.nights.columns.tables import Columns, ColumnsBuilder

__all__ = ["Bits", "Columns", "ColumnsBuilder", "Counted", "Grid", "Reading", "count", "count_on"]

"""Readers: bytes of a CSV, XLSX or ZIP file into rows, or a refusal that names place, reason and remedy.

A reader never raises for what stands in a file, and never hands on part of a file it could not read whole.
"""

from homeward.apps.intake.readers.files import read_files
from homeward.apps.intake.readers.given import GivenFile
from homeward.apps.intake.readers.limits import LIMITS, Limits
from homeward.apps.intake.readers.tables import Reading, SourceRow, Table

__all__ = ["LIMITS", "GivenFile", "Limits", "Reading", "SourceRow", "Table", "read_files"]

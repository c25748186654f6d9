"""Papers of a quarter: the statement and its assessment, as tagged PDF and as workbook.

Each takes a `Reading`, which is what the page shows to the same person; nothing here asks the records again.
"""

from homeward.apps.statements.papers.assessment import assessment_data, assessment_pdf, assessment_workbook
from homeward.apps.statements.papers.identity import file_name
from homeward.apps.statements.papers.statement import statement_data, statement_pdf
from homeward.apps.statements.papers.workbook import statement_workbook

__all__ = [
    "assessment_data",
    "assessment_pdf",
    "assessment_workbook",
    "file_name",
    "statement_data",
    "statement_pdf",
    "statement_workbook",
]

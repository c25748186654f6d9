"""The work that steps of the journeys raise: which of it is kept as a task of its own, and whose it is."""

from __future__ import annotations

from homeward.apps.accounts.models import CommissioningBody
from homeward.apps.approvals.models import Application
from homeward.apps.core.vocabulary import code_list, label_of

WORK = "approval_work"
GAZETTE, CHILD_BY_CHILD, KEEP, CARRY = (
    "gazette_notice", "child_by_child_review", "keep_evidence", "carry_improvement",
)  # fmt: skip
# The rest of the pack's list is seen done in what is on record: a letter signed, an agreement, a day that was set.
RAISED = (GAZETTE, CHILD_BY_CHILD, KEEP, CARRY)


def work_words(body: CommissioningBody, task: str) -> str:
    return label_of(body, WORK, task)


def parts_for(application: Application, task: str) -> tuple[str, ...]:
    """The parts that do some work, as the pack says."""
    found = code_list(application.body, WORK)
    row = found.row(task) if found else None
    who = row.attributes["who"] if row else ()
    return tuple(str(part) for part in who) if isinstance(who, list | tuple) else ()

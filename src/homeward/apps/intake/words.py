"""States and problems in words, for lists and pages."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from homeward.apps.intake.models import ImportBatch, ImportRow

S, O = ImportBatch.State, ImportRow.Outcome  # noqa: E741

STATES = {
    S.STAGED: (_("Being checked"), "info"),
    S.CHECKED: (_("Waiting for a person"), "warn"),
    S.LOADING: (_("Loading"), "info"),
    S.LOADED: (_("Loaded"), "ok"),
    S.REFUSED: (_("Refused"), "bad"),
    S.WITHDRAWN: (_("Withdrawn"), "plain"),
}
OUTCOMES = {
    O.PENDING: (_("Not loaded yet"), "plain"),
    O.ERROR: (_("Left out: error"), "bad"),
    O.LEFT_OUT: (_("Left out: warning not ticked"), "warn"),
    O.NEW: (_("New"), "ok"),
    O.CHANGED: (_("Changed"), "info"),
    O.SAME: (_("Already known"), "plain"),
}
FORESEEN = {
    "new": _("Would be new"),
    "changed": _("Would change a record"),
    "same": _("Already known"),
    "": _("Cannot be loaded"),
}


PROBLEMS = {
    "rule_148_end_unknown": _("Rule 148, end not known"),
    "reason_other_home": _("Same carer, another home"),
    "reason_same_status": _("Status said to change, but the same"),
    "reason_other_status": _("Status said to stay, but another"),
    "reason_l_moved": _("Only the status said to change, but moved"),
    "change_reason_temporary": _("Reason for the end of a temporary placement"),
    "custody_age": _("Custody of a child under 10"),
    "mother_code": _("Mark for mothers"),
    "code_not_in_force": _("Code not valid on that day"),
    "overlap": _("In one home twice"),
    "unknown_child": _("Child not known"),
    "unknown_home": _("Home not known"),
    "unknown_line": _("Line not known"),
    "unknown_code": _("Code not known"),
    "row_twice": _("The same thing twice"),
    "cell_empty": _("Empty cell"),
    "cell_formula": _("Formula in a cell"),
    "date_form": _("Date not written as needed"),
    "date_impossible": _("Date that does not exist"),
    "dates_reversed": _("End before the start"),
    "start_before_birth": _("Start before birth"),
    "home_not_named": _("Home not named"),
    "upn_form": _("Pupil number not of its form"),
    "upn_empty": _("No pupil number"),
    "urn_empty": _("No registration number"),
    "refused": _("Refused by the records"),
}


def code_in_words(code: str) -> str:
    """A problem's code as people say it: `rule_357` reads "Rule 357"."""
    return str(PROBLEMS.get(code) or code.replace("_", " ").capitalize())

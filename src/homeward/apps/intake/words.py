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


def code_in_words(code: str) -> str:
    """A problem's code as people say it: `rule_357` reads "Rule 357"."""
    return code.replace("_", " ").capitalize()

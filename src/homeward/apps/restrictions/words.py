"""The words of this app that pages, files and duties share."""

from __future__ import annotations

import datetime as dt

from django.utils.translation import gettext as _

from homeward.apps.core.periods import say_day
from homeward.apps.restrictions.models import STANDING, Restriction, RestrictionOverride

STATES: dict[str, str] = {
    Restriction.State.PROPOSED: "warn", Restriction.State.WITHDRAWN: "plain", Restriction.State.REFUSED: "plain",
    Restriction.State.IMPOSED: "bad", Restriction.State.LIFT_PROPOSED: "bad", Restriction.State.LIFTED: "ok",
}  # fmt: skip
OVERRIDES: dict[str, str] = {
    RestrictionOverride.State.ASKED: "warn",
    RestrictionOverride.State.AGREED: "ok",
    RestrictionOverride.State.REFUSED: "bad",
}


def standing_words(row: Restriction, today: dt.date, *, is_provider: bool = False) -> tuple[str, str]:
    """How a restriction stands today, and the colour that repeats it. A provider is not told of proposals to lift."""
    if row.state == Restriction.State.LIFTED and row.lifts_on is not None and today < row.lifts_on:
        return _("In force, lifted from %(day)s") % {"day": say_day(row.lifts_on)}, "warn"
    if row.state in STANDING and today < row.starts_on:
        return _("Begins %(day)s") % {"day": say_day(row.starts_on)}, "warn"
    if row.state == Restriction.State.LIFT_PROPOSED and not is_provider:
        return _("In force, lifting proposed"), "bad"
    if row.state in STANDING:
        return _("In force"), "bad"
    return str(row.get_state_display()), STATES[Restriction.State(row.state)]


def scope_words(row: Restriction) -> str:
    """What it binds."""
    return _("This home only") if row.home_id else _("Every home of the provider")

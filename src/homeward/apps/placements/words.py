"""The words of this app that pages, files and duties share."""

from __future__ import annotations

from collections.abc import Iterable

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from homeward.apps.placements import breaches
from homeward.apps.placements.models import ExceedRequest, Spell

BREACHES: dict[str, tuple[str | Promise, str | Promise]] = {
    breaches.OVER_CAPACITY: (_("Over capacity"), _("More children were in the home than it has places.")),
    breaches.OVER_TARGET: (
        _("Over target"),
        _("More children were on the line than its target and its approved extra places allow."),
    ),
    breaches.HOME_CLOSED: (_("Home closed"), _("The home was recorded as closed.")),
    breaches.HOME_NOT_OPEN: (_("Home not open yet"), _("The home was not recorded as open yet.")),
    breaches.LINE_NOT_IN_FORCE: (_("Line not in force"), _("The agreement line was not in force.")),
    breaches.AFTER_END_OF_AGREEMENT: (_("After the agreement ended"), _("The agreement had ended.")),
    breaches.NOT_THE_LINES_HOME: (
        _("Not the line's home"),
        _("The line pays for another home's places."),
    ),
    breaches.RESTRICTED: (
        _("Under a restriction"),
        _("The stay began while the home or its provider took no new placements."),
    ),
}

# A state in words, and the colour that repeats it.
SPELL_STATES = {
    Spell.Kind.HOLD: "warn",
    Spell.Kind.MISSING: "bad",
    Spell.Kind.ABSENT: "info",
    Spell.Kind.SHARED_CARE: "info",
    Spell.Kind.CARE_TYPE: "plain",
}
EXCEED_STATES = {
    ExceedRequest.State.REQUESTED: "warn",
    ExceedRequest.State.APPROVED: "ok",
    ExceedRequest.State.REFUSED: "bad",
    ExceedRequest.State.WITHDRAWN: "plain",
}


def breaches_in_words(codes: Iterable[str]) -> str:
    """`Over capacity, home closed`."""
    words = [str(BREACHES[code][0]) for code in codes]
    return ", ".join([*words[:1], *(w[0].lower() + w[1:] for w in words[1:])])


def extra_places(request: ExceedRequest) -> str:
    return ngettext("%(n)s extra place", "%(n)s extra places", request.extra_places) % {
        "n": request.extra_places
    }

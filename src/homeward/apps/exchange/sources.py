"""Where the house already holds what a field asks: nothing known is asked twice."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext_lazy as _


@dataclass(frozen=True)
class Source:
    """A fact of the house's records, and the row it belongs to: the return, a child, a placement or a night."""

    code: str
    words: Any
    of: str


SOURCES: dict[str, Source] = {
    source.code: source
    for source in (
        Source("return.month", _("Month of the return"), "return"),
        Source("partner.number", _("Business number of the partner"), "return"),
        Source("agreement.reference", _("Reference of the agreement"), "return"),
        Source("agreement.service", _("Service of the agreement’s first line"), "return"),
        Source("agreement.method", _("Funding model of the agreement’s first line"), "return"),
        Source("child.key", _("Key by which this partner names the child"), "child"),
        Source("child.number", _("Agency’s number of the child, for this exchange only"), "child"),
        Source("child.birth_month", _("Year and month of birth"), "child"),
        Source("child.sex", _("Sex, as recorded"), "child"),
        Source("child.iwi", _("Iwi, hapū and marae, where the person agreed to exchange them"), "child"),
        Source("home.reference", _("Number of the home"), "placement"),
        Source("placement.type", _("Type of the placement"), "placement"),
        Source("placement.start", _("First night of the placement"), "placement"),
        Source("placement.end", _("Day of leaving"), "placement"),
        Source("placement.end_reason", _("Reason for leaving"), "placement"),
        Source("night.date", _("Each night of the month in a home of the partner"), "night"),
        Source("night.status", _("In care, approved absence or missing, as recorded"), "night"),
        Source("night.line", _("Line of the agreement that pays for the night"), "night"),
    )
}

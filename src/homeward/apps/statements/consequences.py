"""What new terms of a line do to quarters that are closed already: told before a variation is proposed or signed."""

from __future__ import annotations

from collections.abc import Iterator

from django.utils.translation import gettext as _

from homeward.apps.agreements.consequences import term_consequence
from homeward.apps.agreements.models import Line
from homeward.apps.core.periods import to_db
from homeward.apps.statements.models import LOCKED_STATES, State, Statement
from homeward.kernel.ranges import DateRange


@term_consequence
def closed_quarters(line: Line, nights: DateRange) -> Iterator[str]:
    """Agreed quarters keep their figures and get an adjustment; open ones are counted again."""
    found = list(Statement.objects.filter(line=line, period__overlap=to_db(nights)).order_by("period"))
    told = {"line": str(line)}
    if locked := [s.label for s in found if s.state in LOCKED_STATES]:
        yield _(
            "%(line)s: agreed figures stay as they are (%(quarters)s). The difference becomes an adjustment in the open quarter."
        ) % {**told, "quarters": ", ".join(locked)}
    if drafted := [s.label for s in found if s.state == State.DRAFT]:
        yield _("%(line)s: %(quarters)s is drafted by the present terms and has to be counted again.") % {
            **told,
            "quarters": ", ".join(drafted),
        }
    if issued := [s.label for s in found if s.state not in (*LOCKED_STATES, State.DRAFT)]:
        yield _(
            "%(line)s: %(quarters)s is with both sides by the present terms; it has to be issued again."
        ) % {
            **told,
            "quarters": ", ".join(issued),
        }

"""What statements hear from the apps below: a change that would touch a locked quarter is refused."""

from __future__ import annotations

from homeward.apps.agreements.events import TermsChanging
from homeward.apps.core.events import subscribe
from homeward.apps.placements.events import NightsChanging
from homeward.apps.statements.services.validation import refuse_locked


@subscribe(NightsChanging)
def nights_change(event: NightsChanging) -> None:
    if event.line is not None:
        refuse_locked(event.line.pk, event.ranges)


@subscribe(TermsChanging)
def terms_change(event: TermsChanging) -> None:
    refuse_locked(event.line.pk, event.ranges)

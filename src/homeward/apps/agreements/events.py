"""News of agreements that apps standing above listen to."""

from __future__ import annotations

from dataclasses import dataclass

from homeward.apps.accounts.actors import Actor
from homeward.apps.agreements.models import Line
from homeward.kernel.ranges import DateRange


@dataclass(frozen=True)
class TermsChanging:
    """Target, rate, override or dates of a line are about to change on these nights.

    Published before anything is written, so that a listener may refuse: agreed figures never change silently.
    """

    line: Line
    ranges: tuple[DateRange, ...]
    by: Actor

"""News of agreements that apps standing above listen to."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field

from homeward.apps.accounts.actors import Actor
from homeward.apps.agreements.models import Agreement, Line
from homeward.kernel.ranges import DateRange
from homeward.kernel.reasons import Reason


@dataclass(frozen=True)
class TermsChanging:
    """Target, rate, override or dates of a line are about to change on these nights.

    Published before anything is written, so that a listener may refuse: agreed figures never change silently.
    """

    line: Line
    ranges: tuple[DateRange, ...]
    by: Actor


@dataclass(frozen=True)
class AgreementAsked:
    """May an agreement be drawn up, or signed, now? Whoever knows of something in the way adds it to `reasons`."""

    agreement: Agreement
    by: Actor
    reasons: list[Reason] = field(default_factory=list)


@dataclass(frozen=True)
class AgreementDrawn:
    """The paper of an agreement was drawn up for both sides to sign."""

    agreement: Agreement
    by: Actor


@dataclass(frozen=True)
class AgreementSigned:
    """The second side has signed an agreement."""

    agreement: Agreement
    on: dt.date
    by: Actor

"""The schedule of retention: how long each class is kept, what its time has run out for, and what is held.

Nothing is deleted here. What is due is proposed; an operator disposes of it by the body's own rule, when no hold stands.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from django.apps import apps
from django.db.models import Count, Min, Q

from homeward.apps.accounts.models import CommissioningBody
from homeward.apps.core.vocabulary import choices_of
from homeward.apps.local_policy.queries import pack_of
from homeward.apps.privacy.models import LegalHold
from homeward.apps.privacy.purposes import register
from homeward.apps.privacy.queries import standing_holds
from homeward.engine.privacy import KEPT_FOR
from homeward.kernel.years import months_after

CLASSES = "record_classes"


@dataclass(frozen=True)
class Closing:
    """When a kind of record is closed, so that its time begins: the field of the day or moment, and which rows are."""

    label: str
    moment: str
    closed: Q = field(default_factory=Q)
    child: str = ""

    @property
    def model(self) -> Any:
        return apps.get_model(self.label)


# Kinds of record whose closing is known. A class without one, or without a rule, is kept without end.
CLOSINGS: dict[str, tuple[Closing, ...]] = {
    "intake_record": (
        Closing("intake.ImportBatch", "created_at", Q(state__in=("loaded", "refused", "withdrawn"))),
    ),
    "message_record": (
        Closing("core.Notice", "read_at", Q(read_at__isnull=False)),
        Closing("core.OutgoingMail", "sent_at", Q(sent_at__isnull=False)),
        Closing("core.JobRun", "finished_at", Q(finished_at__isnull=False)),
    ),
    "people_record": (
        Closing("accounts.Membership", "ended_at", Q(ended_at__isnull=False)),
        Closing("accounts.Invitation", "withdrawn_at", Q(withdrawn_at__isnull=False)),
    ),
    "money_record": (Closing("finance.Invoice", "resolved_at", Q(resolved_at__isnull=False)),),
    "privacy_record": (
        Closing("privacy.AccessRequest", "since", Q(state__in=("released", "refused", "withdrawn")), "child"),
        Closing("privacy.Correction", "since", Q(state__in=("corrected", "withdrawn")), "child"),
        Closing("privacy.Breach", "closed_at", Q(closed_at__isnull=False)),
    ),
}


@dataclass
class Due:
    """One kind of record of which the time has run out: how many, since when, and how many of them a hold keeps.

    `perhaps` counts those of which the child is not known while a child is held: they may concern that child.
    """

    words: str
    count: int
    oldest: dt.date
    held: int
    perhaps: int = 0


@dataclass
class Class:
    """One class of the schedule."""

    code: str
    words: str
    months: int | None
    standing: str
    kinds: list[str]
    due: list[Due]
    holds: list[LegalHold]

    @property
    def due_count(self) -> int:
        return sum(d.count for d in self.due)

    @property
    def held_count(self) -> int:
        return sum(d.held for d in self.due)

    @property
    def perhaps_count(self) -> int:
        return sum(d.perhaps for d in self.due)


def schedule(body: CommissioningBody) -> list[Class]:
    """Every class of the body's pack, with its rule, what is due today and which holds stand on it."""
    policy, today = pack_of(body).policy(), body.today
    holds = standing_holds(body)
    found = []
    for code, words in choices_of(body, CLASSES, today):
        used = (
            policy.look_or_none(KEPT_FOR, on=today, key=code) if KEPT_FOR in policy.pack.parameters else None
        )
        months = int(str(used.value)) if used is not None else None
        on_it = [h for h in holds if h.record_class in ("", code)]
        due = [] if months is None else list(_due(body, code, months, today, on_it))
        standing = str(used.standing) if used is not None else ""
        found.append(Class(code, words, months, standing, _kinds(code), due, on_it))
    return found


def _kinds(code: str) -> list[str]:
    return [entry.name for entry in register() if entry.record_class == code]


def _due(
    body: CommissioningBody, code: str, months: int, today: dt.date, holds: list[LegalHold]
) -> Iterator[Due]:
    last = months_after(today, -months)
    whole = any(h.child_id is None for h in holds)
    children = {h.child_id for h in holds if h.child_id is not None}
    for closing in CLOSINGS.get(code, ()):
        rows = closing.model._base_manager.filter(
            closing.closed, body_id=body.pk, **{f"{closing.moment}__date__lt": last}
        )
        told = rows.aggregate(n=Count("pk"), oldest=Min(closing.moment))
        if not told["n"]:
            continue
        held, perhaps = (told["n"] if whole else 0), 0
        if children and not whole:
            known = rows.filter(**{f"{closing.child}__isnull": False}) if closing.child else rows.none()
            held = known.filter(**{f"{closing.child}__in": children}).count() if closing.child else 0
            perhaps = told["n"] - known.count()
        words = str(closing.model._meta.verbose_name_plural).capitalize()
        yield Due(words, told["n"], body.day_of(told["oldest"]), held, perhaps)

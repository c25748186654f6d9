"""Checks that the services of this app share."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable

from homeward.apps.accounts.actors import Actor
from homeward.apps.accounts.models import Membership, User
from homeward.apps.core.vocabulary import is_code
from homeward.apps.privacy.models.about import About, people_of
from homeward.apps.privacy.subjects import Subject
from homeward.kernel.reasons import Reason


def not_to_come(day: dt.date, by: Actor, field: str) -> Reason | None:
    """A reason when a day that should have been is after today where the body is."""
    if day <= by.today:
        return None
    told = {"day": day.isoformat(), "today": by.today.isoformat(), "field": field}
    return Reason("privacy.to_come", told)


def known_ground(by: Actor, vocabulary: str, code: str, field: str) -> Reason | None:
    """A reason when a code is not on the pack's list today."""
    if is_code(by.body, vocabulary, code, by.today):
        return None
    return Reason("privacy.unknown_ground", {"given": code, "field": field})


def not_own_case(subject: Subject, by: Actor) -> Reason | None:
    """A reason when something would be recorded about who records it, or about whom they stand in for."""
    own = subject.person is not None and subject.person.pk in people_of(by)
    return Reason("privacy.own_case", {"field": "subject"}) if own else None


def tellable(people: Iterable[User], about: About, by: Actor) -> list[User]:
    """Whom to tell of something: not who did it, whom it is about or who stands in for them."""
    gone = {by.user.pk}
    if about.person_id is not None:
        deputies = Membership.objects.active_on(by.today).filter(
            body=by.body, deputy_for__user_id=about.person_id
        )
        gone |= {about.person_id, *deputies.values_list("user_id", flat=True)}
    return [p for p in people if p.pk not in gone]


def filled(text: str, field: str = "reason") -> Reason | None:
    return None if text.strip() else Reason("privacy.reason_missing", {"field": field})

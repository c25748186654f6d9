"""What every service of this app does first and last: may it, is the line a care partner's, who is told."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from typing import Any

from homeward.apps.accounts.actors import Actor
from homeward.apps.accounts.permissions import Permission as P
from homeward.apps.accounts.queries.whom import people_in, roles_with
from homeward.apps.accounts.roles import HeldAt
from homeward.apps.accounts.scopes import may
from homeward.apps.agreements.events import TermsChanging
from homeward.apps.agreements.models import PARTNERED, Line
from homeward.apps.core.checks import outside
from homeward.apps.core.events import publish
from homeward.apps.core.notices import Saying, tell
from homeward.apps.core.periods import from_db
from homeward.apps.core.vocabulary import code_list, is_code
from homeward.apps.core.writing import hold, permit
from homeward.apps.funding.hooks import first_open_day
from homeward.apps.funding.models import Side
from homeward.apps.funding.months import month_of
from homeward.kernel.ranges import DateRange
from homeward.kernel.reasons import Reason

EITHER = (P.FUNDING_PROPOSE, P.FUNDING_REPORT)


def permit_any(by: Actor, thing: Any, what: str, *permissions: P) -> None:
    """Refuse unless the person holds one of the permissions on the thing."""
    permit(any(may(by, permission, thing) for permission in permissions), what)


def take(thing: Any, by: Actor, what: str, *permissions: P) -> None:
    """Lock a record the person may use, and read it anew."""
    permit_any(by, thing, what, *permissions)
    hold(thing)


def of(line: Line) -> dict[str, Any]:
    """Whose record something about a line is."""
    return {"line": line, "body": line.body, "organisation": line.organisation}


def side_of(by: Actor) -> Side:
    return Side.PROVIDER if by.is_provider else Side.BODY


def model_fault(line: Line, *methods: str) -> Reason | None:
    """A reason against a line that is on none of the funding models, or not on the one this is about."""
    if line.method not in PARTNERED:
        return Reason("funding.not_partnered", {"line": str(line)})
    if methods and line.method not in methods:
        told = {"line": str(line), "is": str(line.get_method_display()),
                "for": " / ".join(str(Line.Method(m).label) for m in methods)}  # fmt: skip
        return Reason("funding.other_model", told)
    return None


def empty(field: str, label: str, text: str) -> Reason | None:
    """A reason where a text was left empty."""
    return None if text.strip() else Reason("record.missing", {"field": field, "label": label})


def outside_line(line: Line, field: str, words: str, period: DateRange) -> Reason | None:
    return outside(field, words, period, f"Line {line.number}", from_db(line.period))


def day_outside(line: Line, field: str, words: str, day: dt.date) -> Reason | None:
    """A reason where the day's month holds no night of the line."""
    if month_of(day).overlaps(from_db(line.period)):
        return None
    return outside(field, words, month_of(day), f"Line {line.number}", from_db(line.period))


def code_fault(line: Line, field: str, label: str, vocabulary: str, code: str) -> Reason | None:
    """A reason where a code is not on the pack's list."""
    if is_code(line.body, vocabulary, code, line.body.today):
        return None
    held = code_list(line.body, vocabulary)
    known = ", ".join(held.codes) if held else "none"
    day = line.body.today.isoformat()
    return Reason(
        "record.unknown_code",
        {"field": field, "label": label, "value": code, "known": known, "day": day},
    )


def open_day(line: Line, day: dt.date) -> dt.date:
    """The day itself, or where its month is agreed the first day of the first one that is not: money is paid with that."""
    first = first_open_day(line)
    return day if first is None or day >= first else first


def changing(line: Line, by: Actor, *ranges: DateRange) -> None:
    """Tell, before it is written, which nights of a line are about to be paid otherwise; agreed months are told."""
    period = from_db(line.period)
    found = tuple(cut for span in ranges if (cut := span.clip(period)) is not None)
    if found:
        publish(TermsChanging(line, found, by))


def changing_month(line: Line, by: Actor, *days: dt.date) -> None:
    """The same for the months some days lie in."""
    changing(line, by, *(month_of(day) for day in dict.fromkeys(days)))


def tell_holders(
    line: Line, permission: P, held_at: HeldAt, title: Saying, url: str, by: Actor, text: str = ""
) -> int:
    """Tell those who hold a permission on a line's records on one side, except whoever acts. Returns how many."""
    people = people_in(roles_with(permission, held_at), body=line.body, organisation_id=line.organisation_id)
    others: Iterable[Any] = [person for person in people if person.pk != by.user.pk]
    return tell(others, body=line.body, title=title, text=text, url=url, organisation_id=line.organisation_id)


def tell_partner(line: Line, title: Saying, url: str, by: Actor, text: str = "") -> int:
    return tell_holders(line, P.FUNDING_REPORT, HeldAt.ORGANISATION, title, url, by, text)


def tell_managers(line: Line, title: Saying, url: str, by: Actor, text: str = "") -> int:
    return tell_holders(line, P.FUNDING_PROPOSE, HeldAt.BODY, title, url, by, text)


def tell_approvers(line: Line, title: Saying, url: str, by: Actor, text: str = "") -> int:
    return tell_holders(line, P.FUNDING_APPROVE, HeldAt.BODY, title, url, by, text)

"""How the count of free places is told: a sentence, then the working in the order a person would do it."""

from __future__ import annotations

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from homeward.apps.core.periods import say_day
from homeward.apps.vacancies import lists
from homeward.apps.vacancies.queries import Row


def count_of(row: Row, stays: list[Any]) -> dict[str, Any]:
    """The explanation of the free places that the records count.

    `stays` are those the reader may open; the others stand as a number, because who lives there is not theirs to know.
    """
    counted = row.counted
    steps: list[dict[str, Any]] = [
        {"text": _("Places of the home"), "value": _said(counted.places)},
    ]
    if row.terms is not None:
        steps.append({"text": _("Children its carers are approved for"), "value": counted.approved})
    steps.append({"text": _("It may hold: the lesser of what is known"), "value": _said(counted.holds)})
    lines = [
        {
            "text": _("Child %(reference)s") % {"reference": stay.child.reference},
            "href": reverse("placement", args=[stay.public_id]),
            "value": 1,
        }
        for stay in stays
    ]
    hidden = counted.stays - len({stay.child_id for stay in stays})
    if hidden > 0:
        told = ngettext(
            "%(n)s child whose record is not yours to open", "%(n)s children whose records are not yours to open", hidden
        )  # fmt: skip
        lines.append({"text": told % {"n": hidden}, "value": hidden})
    taken: dict[str, Any] = {
        "text": _("Less children who live there tonight"),
        "value": f"\u2212 {counted.stays}",
    }
    if lines:
        taken |= {"rows": lines, "rows_label": _("Who takes them")}
    steps.append(taken)
    if counted.blocked:
        steps.append(
            {"text": _("Less empty places that cannot be given"), "value": f"\u2212 {counted.blocked}"}
        )
    steps.append({"text": _("Free by the records"), "value": _said(counted.free)})
    return {"key": "count", "sentence": sentence_of(row), "steps": steps}


def _said(number: int | None) -> Any:
    return _("not known") if number is None else number


def sentence_of(row: Row) -> str:
    counted = row.counted
    if counted.over:
        told = ngettext(
            "%(over)s child more lives there than it may hold.",
            "%(over)s children more live there than it may hold.",
            counted.over,
        )
        return told % {"over": counted.over}
    if counted.free is None:
        return _(
            "Nobody has recorded how many children the home may hold, so its free places cannot be counted."
        )
    if row.differs:
        return _("The records count %(free)s free, and its keeper says %(said)s.") % {
            "free": counted.free, "said": row.said,
        }  # fmt: skip
    return ngettext(
        "The records count %(n)s free place.", "The records count %(n)s free places.", counted.free
    ) % {"n": counted.free}


def there_and_approved(row: Row) -> str:
    """Under a home's name on the form: "2 children there, approved for 3"."""
    counted = row.counted
    there = ngettext("%(n)s child there", "%(n)s children there", counted.stays) % {"n": counted.stays}
    if counted.approved is not None and counted.approved == counted.holds:
        held = _("approved for %(n)s") % {"n": counted.approved}
    elif counted.holds is not None:
        held = ngettext("%(n)s place", "%(n)s places", counted.holds) % {"n": counted.holds}
    else:
        held = _("places not known")
    return f"{there}, {held}"


def what_stands(row: Row) -> str:
    """What was last said of a home beside the number, so that nobody confirms what lies behind without having read it."""
    vacancy = row.vacancy
    assert vacancy is not None
    said = [
        _("From %(day)s") % {"day": say_day(vacancy.free_from)} if vacancy.free_from else _("From now"),
        _("ages: %(ages)s") % {"ages": lists.ages_in_words(row).lower()},
        vacancy.conditions,
        lists.blocked_in_words(row),
    ]
    return "; ".join(part for part in said if part) + "."

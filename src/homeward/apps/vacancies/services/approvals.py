"""On which terms carers are approved, from a day on."""

from __future__ import annotations

import datetime as dt

from homeward.apps.accounts.actors import Actor
from homeward.apps.accounts.permissions import Permission as P
from homeward.apps.accounts.scopes import may
from homeward.apps.children.models import Child
from homeward.apps.core import audit
from homeward.apps.core.checks import check_fields
from homeward.apps.core.dated import give_way, room_from
from homeward.apps.core.periods import from_db, say, to_db
from homeward.apps.core.refusals import refuse_if
from homeward.apps.core.writing import permit, service
from homeward.apps.providers.models import Home
from homeward.apps.vacancies.models import ApprovalTerms
from homeward.kernel.jsontypes import JSON
from homeward.kernel.ranges import DateRange
from homeward.kernel.reasons import Reason

SET, END = "These terms cannot be recorded", "These terms cannot be ended"
LABELS = {
    "children": "How many children",
    "source": "The decision",
    "age_from": "From age",
    "age_to": "To age",
}


@service("set_approval", SET)
def set_approval(
    *, home: Home, start: dt.date, children: int, age_from: int | None = None, age_to: int | None = None,
    only_for: Child | None = None, source: str, by: Actor,
) -> ApprovalTerms:  # fmt: skip
    """Record on which terms a household's carers are approved from a day on. What stood on that day ends; what begins
    later stays. `only_for`: kinship carers are approved for this child alone. Raises Refused with every reason."""
    permit(_may_speak(home, by), SET)
    permit(only_for is None or may(by, P.CHILD_READ, only_for), SET)
    values = {"children": children, "age_from": age_from, "age_to": age_to, "source": source.strip()}
    refuse_if(SET, [*check_fields(ApprovalTerms, values, LABELS), *check_terms(home, age_from, age_to)])
    Home.objects.select_for_update(of=("self",), no_key=True).get(pk=home.pk)
    rows = list(home.approval_terms.all())
    room = room_from(rows, start)
    give_way(rows, start)
    made = ApprovalTerms.objects.create(
        body=home.body, organisation=home.organisation, home=home, only_for=only_for,
        period=to_db(room), **values,
    )  # fmt: skip
    audit.record(by, "set_approval", home, start=start.isoformat(), children=children)
    return made


@service("end_approval", END)
def end_approval(*, terms: ApprovalTerms, on: dt.date, by: Actor) -> ApprovalTerms:
    """End terms; `on` is the first day without them. From then on the household is approved for nobody."""
    permit(may(by, P.APPROVAL_WRITE, terms) and terms.body_id == by.body.pk, END)
    terms = ApprovalTerms.objects.select_for_update(of=("self",)).select_related("home").get(pk=terms.pk)
    period = from_db(terms.period)
    inside = period.start < on and (period.end is None or on <= period.end)
    told = Reason("approval.not_in_force", {"period": say(period), "field": "last_day"})
    refuse_if(END, [None if inside else told])
    terms.period = to_db(DateRange(period.start, on))
    terms.save(update_fields=["period"])
    audit.record(by, "end_approval", terms.home, on=on.isoformat())
    return terms


def check_terms(home: Home, age_from: int | None, age_to: int | None) -> list[Reason]:
    """Only carer households have terms, and their ages stand the right way round."""
    found = []
    if home.kind != Home.Kind.CARER_HOUSEHOLD:
        found.append(Reason("approval.not_a_household", {"home": home.name}))
    if age_from is not None and age_to is not None and age_to < age_from:
        ages: dict[str, JSON] = {"age_from": age_from, "age_to": age_to, "field": "age_to"}
        found.append(Reason("approval.ages_reversed", ages))
    return found


def _may_speak(home: Home, by: Actor) -> bool:
    """A household of one's own body that one may see, and for a provider one of its own."""
    mine = Home.objects.allowed_to(by, P.HOME_READ).filter(pk=home.pk, body=by.body)
    return by.holds(P.APPROVAL_WRITE) and mine.exists()

"""Making a framework: its lots, what they are scored by, and the authorities that may use it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from homeward.apps.accounts.actors import Actor
from homeward.apps.accounts.models import CommissioningBody
from homeward.apps.accounts.permissions import Permission as P
from homeward.apps.accounts.permissions import Relation
from homeward.apps.accounts.scopes import may
from homeward.apps.core import audit
from homeward.apps.core.periods import from_db, say, to_db
from homeward.apps.core.refusals import refuse_if
from homeward.apps.core.vocabulary import is_code
from homeward.apps.core.writing import hold, permit, service
from homeward.apps.frameworks.models import Criterion, Framework, FrameworkAccess, Lot, Score
from homeward.kernel.ranges import DateRange
from homeward.kernel.reasons import Reason


@dataclass(frozen=True)
class CriterionGiven:
    """A criterion as entered: its weight in percent of quality, the highest score, whether it is scored each year."""

    title: str
    weight: Decimal
    is_reassessed: bool = False
    out_of: Decimal = Decimal(100)


@service("make_framework", "This framework cannot be added")
def make_framework(
    *, reference: str, title: str, service_type: str, period: DateRange, note: str = "", by: Actor
) -> Framework:
    """Begin a framework of the body one acts for."""
    what = "This framework cannot be added"
    permit(by.relation(P.FRAMEWORK_WRITE) is Relation.BODY, what)
    values = {"reference": reference.strip(), "title": " ".join(title.split()), "service_type": service_type}
    refuse_if(what, _framework_faults(by.body, None, values, period))
    made = Framework.objects.create(body=by.body, period=to_db(period), note=note.strip(), **values)
    audit.record(by, "make_framework", made)
    return made


@service("change_framework", "This framework cannot be changed")
def change_framework(
    *, framework: Framework, reference: str, title: str, service_type: str, period: DateRange, note: str = "", by: Actor
) -> Framework:  # fmt: skip
    what = "This framework cannot be changed"
    permit(may(by, P.FRAMEWORK_WRITE, framework) and framework.body_id == by.body.pk, what)
    hold(framework)
    values = {"reference": reference.strip(), "title": " ".join(title.split()), "service_type": service_type}
    refuse_if(what, _framework_faults(framework.body, framework, values, period))
    for name, value in values.items():
        setattr(framework, name, value)
    framework.period, framework.note = to_db(period), note.strip()
    framework.save()
    audit.record(by, "change_framework", framework)
    return framework


def _framework_faults(
    body: CommissioningBody, framework: Framework | None, values: dict[str, str], period: DateRange
) -> list[Reason | None]:
    same = Framework.objects.filter(body=body, reference=values["reference"])
    taken = same.exclude(pk=framework.pk if framework else None).exists()
    unknown = not is_code(body, "service_types", values["service_type"], period.start)
    return [
        *[
            Reason("framework.text_missing", {"what": label, "field": name})
            for name, label in (("reference", "The reference"), ("title", "The title"))
            if not values[name]
        ],
        Reason("framework.reference_taken", {"reference": values["reference"], "field": "reference"}) if taken else None,
        Reason("framework.code_unknown", {"code": values["service_type"], "field": "service_type"}) if unknown else None,
    ]  # fmt: skip


@service("add_lot", "This lot cannot be added")
def add_lot(
    *, framework: Framework, number: int, title: str, placement_types: Sequence[str], regions: Sequence[str] = (),
    period: DateRange | None = None, by: Actor,
) -> Lot:  # fmt: skip
    """Add a lot. Without a period of its own it runs as long as the framework."""
    what = "This lot cannot be added"
    permit(may(by, P.FRAMEWORK_WRITE, framework) and framework.body_id == by.body.pk, what)
    hold(framework)
    whole = from_db(framework.period)
    period = period or whole
    unknown = [
        c for c in placement_types if not is_code(framework.body, "placement_types_sought", c, period.start)
    ]
    refuse_if(
        what,
        [
            None if title.strip() else Reason("framework.text_missing", {"what": "The title", "field": "title"}),
            Reason("framework.number_taken", {"number": number, "field": "number"})
            if framework.lots.filter(number=number).exists() else None,
            *[Reason("framework.code_unknown", {"code": c, "field": "placement_types"}) for c in unknown],
            None if placement_types
            else Reason("framework.text_missing", {"what": "Kinds of placement", "field": "placement_types"}),
            None if period.clip(whole) == period
            else Reason("framework.outside_period", {"period": say(whole), "field": "last_day"}),
        ],
    )  # fmt: skip
    cleaned = list(dict.fromkeys(" ".join(r.split()) for r in regions if r.strip()))
    made = Lot.objects.create(
        body=framework.body, framework=framework, number=number, title=" ".join(title.split()),
        placement_types=list(placement_types), regions=cleaned, period=to_db(period),
    )  # fmt: skip
    audit.record(by, "add_lot", made)
    return made


@service("set_criteria", "These criteria cannot be kept")
def set_criteria(*, lot: Lot, criteria: Sequence[CriterionGiven], by: Actor) -> list[Criterion]:
    """Say what quality is scored by in a lot. The weights make 100 %; once scores stand on them they stay."""
    what = "These criteria cannot be kept"
    permit(may(by, P.FRAMEWORK_WRITE, lot) and lot.body_id == by.body.pk, what)
    hold(lot)
    given = [c for c in criteria if c.title.strip()]
    total = sum((c.weight for c in given), Decimal(0))
    scored = Score.objects.filter(criterion__lot=lot).count()
    refuse_if(
        what,
        [
            None if given else Reason("framework.no_criteria", {"field": "title_1"}),
            Reason("framework.weights", {"sum": format(total.normalize(), "f"), "field": "weight_1"})
            if given and total != 100 else None,
            Reason("framework.criteria_used", {"count": scored}) if scored else None,
        ],
    )  # fmt: skip
    lot.criteria.all().delete()
    made = [
        Criterion.objects.create(
            body=lot.body, lot=lot, number=number, title=" ".join(c.title.split()), weight=c.weight, out_of=c.out_of,
            is_reassessed=c.is_reassessed,
        )
        for number, c in enumerate(given, start=1)
    ]  # fmt: skip
    audit.record(by, "set_criteria", lot, criteria=len(made))
    return made


@service("give_access", "This access cannot be given")
def give_access(
    *, framework: Framework, authority: CommissioningBody, period: DateRange, by: Actor
) -> FrameworkAccess:
    """Let another body read a framework's admissions and published rankings for a time."""
    what = "This access cannot be given"
    permit(may(by, P.FRAMEWORK_WRITE, framework) and framework.body_id == by.body.pk, what)
    own = {"authority": authority.name, "field": "authority"}
    refuse_if(what, [Reason("framework.own_authority", own) if authority.pk == framework.body_id else None])
    made = FrameworkAccess.objects.create(
        body=framework.body, framework=framework, authority=authority, period=to_db(period)
    )
    audit.record(by, "give_access", framework, authority=authority.name)
    return made


@service("end_access", "This access cannot be ended")
def end_access(*, access: FrameworkAccess, on: dt.date, by: Actor) -> FrameworkAccess:
    """End an authority's access; `on` is the first day without it."""
    what = "This access cannot be ended"
    permit(may(by, P.FRAMEWORK_WRITE, access) and access.body_id == by.body.pk, what)
    hold(access)
    period = from_db(access.period)
    early: dict[str, Any] = {"period": say(period), "field": "last_day"}
    refuse_if(what, [Reason("framework.outside_period", early) if on <= period.start else None])
    access.period = to_db(DateRange(period.start, on))
    access.save(update_fields=["period"])
    audit.record(by, "end_access", access.framework, authority=access.authority.name, on=on.isoformat())
    return access

"""Bringing a provider onto a framework: company-wide checks, lots, admission, and its end."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.core.files.uploadedfile import UploadedFile
from django.urls import reverse
from django.utils import timezone

from homeward.apps.accounts.actors import Actor
from homeward.apps.accounts.permissions import Permission as P
from homeward.apps.accounts.queries.whom import people_in
from homeward.apps.accounts.roles import Role
from homeward.apps.accounts.scopes import may
from homeward.apps.core import audit
from homeward.apps.core.documents import store_upload
from homeward.apps.core.notices import saying, tell
from homeward.apps.core.periods import from_db, to_db
from homeward.apps.core.refusals import refuse_if
from homeward.apps.core.vocabulary import is_code, label_of
from homeward.apps.core.writing import hold, permit, service, writing
from homeward.apps.frameworks.machine import ADMISSION
from homeward.apps.frameworks.models import Admission, Framework, Lot, LotAdmission, ProcurementCheck
from homeward.apps.providers.models import Provider
from homeward.kernel.ranges import DateRange
from homeward.kernel.reasons import Reason

State = Admission.State
RECORDING = "This check cannot be recorded"


@service("apply_provider", "This provider cannot be put down")
def apply_provider(*, framework: Framework, provider: Provider, period: DateRange, by: Actor) -> Admission:
    """Put a provider down for a framework. It is admitted when its checks hold."""
    what = "This provider cannot be put down"
    permit(may(by, P.FRAMEWORK_WRITE, framework) and framework.body_id == by.body.pk, what)
    permit(may(by, P.PROVIDER_READ, provider), what)
    hold(framework)
    before = framework.admissions.filter(
        organisation=provider.organisation, state__in=(State.APPLIED, State.ADMITTED)
    )
    told: dict[str, Any] = {"provider": provider.organisation.name, "field": "provider"}
    first = before.first()
    refuse_if(
        what,
        [
            Reason("framework.admitted_before", {**told, "state": first.get_state_display()})
            if first
            else None
        ],
    )
    made = Admission.objects.create(
        body=framework.body, organisation=provider.organisation, framework=framework, period=to_db(period)
    )
    audit.record(by, "apply_provider", made)
    return made


@service("place_in_lot", "The provider cannot be put into this lot")
def place_in_lot(*, admission: Admission, lot: Lot, regions: Sequence[str] = (), by: Actor) -> LotAdmission:
    """Put a provider into a lot, for some of its regions or (none named) for all."""
    what = "The provider cannot be put into this lot"
    permit(may(by, P.FRAMEWORK_WRITE, admission) and admission.body_id == by.body.pk, what)
    hold(admission)
    strange = sorted(set(regions) - set(lot.regions))
    refuse_if(
        what,
        [
            *[Reason("framework.region_unknown", {"region": r, "field": "regions"}) for r in strange],
            _settled(admission),
        ],
    )
    if lot.framework_id != admission.framework_id:
        raise ValueError("the lot is of another framework")
    made, _ = LotAdmission.objects.update_or_create(
        admission=admission, lot=lot,
        defaults={"body": admission.body, "organisation": admission.organisation, "regions": list(regions)},
    )  # fmt: skip
    audit.record(by, "place_in_lot", admission, lot=str(lot))
    return made


def _settled(admission: Admission) -> Reason | None:
    if admission.state in (State.APPLIED, State.ADMITTED):
        return None
    told = {"provider": admission.organisation.name, "framework": admission.framework.title}
    return Reason("framework.not_admitted", told)


@dataclass(frozen=True)
class CheckGiven:
    """A company-wide check as entered. `expires_on` is the first day on which it no longer holds."""

    provider: Provider
    kind: str
    result: str
    checked_on: dt.date
    expires_on: dt.date | None = None
    note: str = ""


def record_check(
    *, provider: Provider, kind: str, result: str, checked_on: dt.date, expires_on: dt.date | None = None,
    note: str = "", evidence: UploadedFile | None = None, by: Actor,
) -> ProcurementCheck:  # fmt: skip
    """Record a company-wide check of a provider, with the document that shows it.

    Nothing is written over: the newest of its kind counts.
    """
    given = CheckGiven(provider, kind, result, checked_on, expires_on, note)
    with writing(by, "record_check", RECORDING):
        made = record_checks(checks=[given], by=by)[0]
        if evidence is not None:
            title = label_of(by.body, "admission_checks", kind)
            store_upload(file=evidence, title=title[:160], kind="evidence", thing=made, by=by)
    return made


@service("record_check", RECORDING)
def record_checks(*, checks: Sequence[CheckGiven], by: Actor) -> list[ProcurementCheck]:
    """Record several checks together: all, or none with every reason."""
    seen = Provider.objects.allowed_to(by, P.PROVIDER_READ).filter(body=by.body)
    known = set(seen.values_list("pk", flat=True))
    permit(by.holds(P.FRAMEWORK_WRITE) and all(c.provider.pk in known for c in checks), RECORDING)
    refuse_if(RECORDING, [fault for given in checks for fault in _check_faults(given, by)])
    made = ProcurementCheck.objects.bulk_create(
        ProcurementCheck(
            body=by.body, organisation=c.provider.organisation, kind=c.kind, result=c.result, checked_on=c.checked_on,
            expires_on=c.expires_on, note=c.note.strip(), recorded_by=by.user,
        )
        for c in checks
    )  # fmt: skip
    audit.record_many(by, "record_check", made)
    return made


def _check_faults(given: CheckGiven, by: Actor) -> list[Reason | None]:
    silent = given.result == ProcurementCheck.Result.FAILED and not given.note.strip()
    expires = given.expires_on
    return [
        None if is_code(by.body, "admission_checks", given.kind, given.checked_on)
        else Reason("framework.code_unknown", {"code": given.kind, "field": "kind"}),
        Reason("framework.checked_later", {"on": given.checked_on.isoformat(), "field": "checked_on"})
        if given.checked_on > by.today else None,
        Reason("framework.expires_before", {"expires": expires.isoformat(), "field": "last_day"})
        if expires is not None and expires <= given.checked_on else None,
        Reason("framework.text_missing", {"what": "What was found", "field": "note"}) if silent else None,
    ]  # fmt: skip


@service("admission.admit", "This provider cannot be admitted")
def admit_provider(*, admission: Admission, by: Actor) -> Admission:
    """Admit a provider, while every required check holds. Raises Refused with every reason."""
    admission = _lock(admission, by)
    _move(admission, "admit", by)
    _tell(admission, saying("You are admitted to %(framework)s", framework=admission.framework.title))
    return admission


@service("admission.decline", "This provider cannot be declined")
def decline_provider(*, admission: Admission, reason: str, by: Actor) -> Admission:
    admission = _lock(admission, by)
    _move(admission, "decline", by, reason=reason)
    _tell(
        admission,
        saying("You are not admitted to %(framework)s", framework=admission.framework.title),
        reason,
    )
    return admission


@service("admission.end", "This admission cannot be ended")
def end_admission(*, admission: Admission, on: dt.date, reason: str, by: Actor) -> Admission:
    """End an admission; `on` is the first day without it. Published rankings stay as they are."""
    admission = _lock(admission, by)
    period = from_db(admission.period)
    if on <= period.start:
        refuse_if(
            "This admission cannot be ended",
            [Reason("framework.outside_period", {"period": period.start.isoformat(), "field": "last_day"})],
        )
    admission.period = to_db(DateRange(period.start, on))
    _move(admission, "end", by, reason=reason)
    _tell(admission, saying("Your place on %(framework)s ends", framework=admission.framework.title), reason)
    return admission


def _lock(admission: Admission, by: Actor) -> Admission:
    permit(
        may(by, P.FRAMEWORK_WRITE, admission) and admission.body_id == by.body.pk,
        "This admission cannot be changed",
    )
    rows = Admission.objects.select_for_update(of=("self",)).select_related(
        "body", "organisation", "framework"
    )
    return rows.get(pk=admission.pk)


def _move(admission: Admission, name: str, by: Actor, *, reason: str = "") -> None:
    move = ADMISSION.check(name, admission, by, reason=reason)
    admission.state, admission.since, admission.reason = move.target, timezone.now(), reason.strip()
    admission.save()
    audit.record(by, f"admission.{name}", admission, reason=reason)


def _tell(admission: Admission, title: str, text: str = "") -> None:
    people = people_in(
        [Role.PROVIDER_MANAGER], body=admission.body, organisation_id=admission.organisation_id
    )
    tell(
        people, body=admission.body, title=title, text=text or admission.framework.title,
        url=reverse("own_standings"), organisation_id=admission.organisation_id,
    )  # fmt: skip

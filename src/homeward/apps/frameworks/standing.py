"""Whether a provider's company-wide checks let it stand on a framework, with every reason why not."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from typing import Any

from homeward.apps.accounts.models import CommissioningBody, Organisation
from homeward.apps.core.periods import from_db
from homeward.apps.core.vocabulary import label_of
from homeward.apps.frameworks.facts import newest_checks
from homeward.apps.frameworks.models import Admission, Framework, ProcurementCheck
from homeward.apps.local_policy.queries import pack_of
from homeward.kernel.reasons import Reason


@dataclass(frozen=True)
class CheckStanding:
    """One kind of check as it stands on a day."""

    kind: str
    label: str
    is_required: bool
    check: ProcurementCheck | None
    reason: Reason | None

    @property
    def state(self) -> tuple[str, str]:
        """Words and tag."""
        if self.check is None:
            return ("Missing", "bad") if self.is_required else ("Not made", "plain")
        if self.reason is None:
            return "Passed", "ok"
        return ("Failed", "bad") if self.check.result == "failed" else ("Expired", "bad")


def required_kinds(body: CommissioningBody, on: dt.date) -> list[str]:
    """The checks a provider must have passed, by the policy on a day; none where it says nothing."""
    pack = pack_of(body)
    parameter = pack.parameters.get("admission.required_checks")
    found = parameter.on(on, None) if parameter else None
    kinds: Any = found.value if found else ()
    return list(kinds)


def checks_of(body: CommissioningBody, organisation: Organisation, on: dt.date) -> list[CheckStanding]:
    """Every required kind, and whatever else was checked, as it stands on a day."""
    return checks_of_all(body, [organisation.pk], on)[organisation.pk]


def checks_of_all(
    body: CommissioningBody, organisations: Collection[int], on: dt.date
) -> dict[int, list[CheckStanding]]:
    """The same for many organisations, by their keys."""
    newest, required = newest_checks(body.pk, list(organisations)), required_kinds(body, on)
    found = {}
    for key in organisations:
        made = newest.get(key, {})
        kinds = [*required, *sorted(set(made) - set(required))]
        found[key] = [_standing(body, kind, kind in required, made.get(kind), on) for kind in kinds]
    return found


def _standing(
    body: CommissioningBody, kind: str, required: bool, check: ProcurementCheck | None, on: dt.date
) -> CheckStanding:
    label, reason = label_of(body, "admission_checks", kind), None
    if check is None:
        reason = Reason("framework.check_missing", {"kind": label}) if required else None
    elif check.result == ProcurementCheck.Result.FAILED:
        reason = Reason("framework.check_failed", {"kind": label, "on": check.checked_on.isoformat()})
    elif required and check.expires_on is not None and check.expires_on <= on:
        reason = Reason("framework.check_expired", {"kind": label, "expires": check.expires_on.isoformat()})
    return CheckStanding(kind, label, required, check, reason)


def check_reasons(body: CommissioningBody, organisation: Organisation, on: dt.date) -> list[Reason]:
    """Why the checks do not let a provider stand on a framework; empty when they do."""
    return _reasons(checks_of(body, organisation, on))


def _reasons(checks: Iterable[CheckStanding]) -> list[Reason]:
    return [item.reason for item in checks if item.reason is not None]


def framework_reasons(framework: Framework, organisation: Organisation, on: dt.date) -> list[Reason]:
    """Why a provider may not be used through a framework on a day; empty when it may.

    This is what the one question about standing asks of frameworks: admission in force, and checks that hold.
    """
    return framework_reasons_of(framework, [organisation], on)[organisation.pk]


def framework_reasons_of(
    framework: Framework, organisations: Collection[Organisation], on: dt.date
) -> dict[int, list[Reason]]:
    """The same for many organisations, by their keys, with as many queries as for one."""
    rows = Admission.objects.filter(
        framework=framework, organisation__in=organisations, state=Admission.State.ADMITTED
    )
    newest = {row.organisation_id: row for row in rows.order_by("period")}
    checks = checks_of_all(framework.body, [o.pk for o in organisations], on)
    found = {}
    for organisation in organisations:
        admission = newest.get(organisation.pk)
        told = Reason("framework.not_admitted", {"framework": framework.title, "provider": organisation.name})
        if admission is None:
            found[organisation.pk] = [told]
            continue
        reasons = _reasons(checks[organisation.pk])
        stands = from_db(admission.period).contains(on)
        found[organisation.pk] = reasons if stands else [told, *reasons]
    return found

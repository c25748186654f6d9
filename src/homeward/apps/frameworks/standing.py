"""Whether a provider's company-wide checks let it stand on a framework, with every reason why not."""

from __future__ import annotations

import datetime as dt
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
    newest = newest_checks(body.pk, [organisation.pk]).get(organisation.pk, {})
    required = required_kinds(body, on)
    kinds = [*required, *sorted(set(newest) - set(required))]
    return [_standing(body, kind, kind in required, newest.get(kind), on) for kind in kinds]


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
    return [item.reason for item in checks_of(body, organisation, on) if item.reason is not None]


def framework_reasons(framework: Framework, organisation: Organisation, on: dt.date) -> list[Reason]:
    """Why a provider may not be used through a framework on a day; empty when it may.

    This is what the one question about standing asks of frameworks: admission in force, and checks that hold.
    """
    admission = (
        Admission.objects.filter(
            framework=framework, organisation=organisation, state=Admission.State.ADMITTED
        )
        .order_by("-period")
        .first()
    )
    told = {"framework": framework.title, "provider": organisation.name}
    if admission is None:
        return [Reason("framework.not_admitted", told)]
    reasons = check_reasons(framework.body, organisation, on)
    if not from_db(admission.period).contains(on):
        return [Reason("framework.not_admitted", told), *reasons]
    return reasons

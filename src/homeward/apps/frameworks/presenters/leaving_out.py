"""Why the rule leaves a provider out of a ranking, or flags one that is in it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _

from homeward.apps.core.periods import say_day
from homeward.apps.core.vocabulary import label_of

Json = dict[str, Any]


def reason_words(reason: Json, body: Any) -> str:
    """One sentence for a reason of the rule."""
    inputs = {name: _said(name, value, body) for name, value in reason["inputs"].items()}
    return _sentences()[reason["code"]] % inputs


def flag_words(flag: Json, body: Any) -> tuple[str, str]:
    """A flag's short tag and its sentence."""
    tags = {
        "annual_stale": _("Stale"), "annual_none": _("No yearly score"), "check_expires_within": _("Check ends"),
        "checks_not_given": _("Checks not looked at"), "inspection_unknown": _("Inspection not known"),
        "gateway_waived": _("Waived"), "inspection_without_grade": _("No grade"),
    }  # fmt: skip
    return tags.get(flag["code"], _("Flag")), reason_words(flag, body)


def _said(name: str, value: Any, body: Any) -> Any:
    if name == "kind":
        return label_of(body, "admission_checks", value)
    if name == "grade":
        return label_of(body, "inspection_grades", value)
    if name == "role":
        return label_of(body, "waiver_roles", value)
    if isinstance(value, str) and len(value) == 10:
        try:
            return say_day(dt.date.fromisoformat(value))
        except ValueError:
            return value
    return value


def _sentences() -> Mapping[str, str]:
    return {
        "not_admitted": _("Not admitted to the framework on %(on)s."),
        "check_missing": _("%(kind)s has not been checked."),
        "check_failed": _("%(kind)s was failed."),
        "check_expired": _("%(kind)s expired on %(expires)s, before the ranking begins."),
        "check_expires_within": _("%(kind)s expires on %(expires)s, while the ranking is in force."),
        "checks_not_given": _("Company-wide checks were not looked at."),
        "no_price": _("No weekly price is recorded for this lot and period."),
        "price_not_compliant": _("The price of %(weekly)s does not meet the terms: %(note)s."),
        "no_tender_quality": _("Quality was not scored in full at the tender."),
        "annual_stale": _("The yearly score of %(year)s stands for %(wanted_year)s, which has none."),
        "annual_none": _("There is no yearly score yet: the tender’s stands for %(wanted_year)s."),
        "inspection_unknown": _("No inspection is recorded."),
        "inspection_without_grade": _("The report of the inspection of %(inspected_on)s carries no grade."),
        "gateway_failed": _("The inspection of %(inspected_on)s came to “%(grade)s”."),
        "gateway_waived": _("The inspection of %(inspected_on)s came to “%(grade)s”; %(by)s waived it: %(reason)s."),
        "waiver_by_another_role": _("The waiver by %(by)s does not hold: %(role)s does not give it."),
        "waiver_without_reason": _("The waiver by %(by)s gives no reason."),
        "waiver_before_inspection": _("The waiver by %(by)s is older than the inspection."),
    }  # fmt: skip

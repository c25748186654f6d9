"""Entering how files look, and what holds on a day."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import Any

from homeward.apps.accounts.actors import Actor
from homeward.apps.accounts.models import CommissioningBody
from homeward.apps.accounts.permissions import Permission
from homeward.apps.core import audit
from homeward.apps.core.refusals import refuse_if
from homeward.apps.core.writing import permit, service
from homeward.apps.finance.answers import check_result, default_result
from homeward.apps.finance.layouts import check_export, default_export
from homeward.apps.finance.models import FileLayout
from homeward.kernel.problems import Problem
from homeward.kernel.reasons import Reason

WHAT = "This layout cannot be saved"
_CHECKS = {FileLayout.Kind.EXPORT: check_export, FileLayout.Kind.RESULT: check_result}
_DEFAULTS = {FileLayout.Kind.EXPORT: default_export, FileLayout.Kind.RESULT: default_result}


def layout_on(body: CommissioningBody, kind: str, day: dt.date) -> FileLayout | None:
    """The layout that holds on a day: the latest that had begun, of one day the one entered last."""
    return FileLayout.objects.filter(body=body, kind=kind, starts_on__lte=day).first()


def settings_on(body: CommissioningBody, kind: str, day: dt.date) -> dict[str, Any]:
    """Its settings, or those of the house where the body has entered none."""
    found = layout_on(body, kind, day)
    return dict(found.settings) if found else _DEFAULTS[FileLayout.Kind(kind)]()


def check_layout(kind: str, settings: Mapping[str, Any]) -> list[Problem]:
    return _CHECKS[FileLayout.Kind(kind)](settings)


@service("finance.layout", WHAT)
def save_layout(
    *, kind: str, settings: Mapping[str, Any], starts_on: dt.date, source: str, by: Actor
) -> FileLayout:
    """Enter a layout that holds from a day on, today at the earliest. Raises Refused with every reason."""
    permit(by.holds(Permission.FINANCE_SETUP), WHAT)
    problems = [
        Reason("finance.layout", {"field": p.column or "", "message": p.message, "remedy": p.remedy})
        for p in check_layout(kind, settings)
    ]
    early = {"field": "starts_on", "day": starts_on.isoformat(), "today": by.today.isoformat()}
    refuse_if(
        WHAT,
        [
            *problems,
            Reason("finance.layout_past", early) if starts_on < by.today else None,
            Reason("finance.no_source", {"field": "source"}) if not source.strip() else None,
        ],
    )
    made = FileLayout.objects.create(
        body=by.body, kind=kind, settings=dict(settings), starts_on=starts_on, source=source.strip()[:200],
        entered_by=by.user,
    )  # fmt: skip
    audit.record(by, "finance.layout", made, starts_on=starts_on.isoformat())
    return made

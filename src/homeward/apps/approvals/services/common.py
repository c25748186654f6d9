"""What every service of this app does first: take the record, and see that the journey is open."""

from __future__ import annotations

from typing import Any

from homeward.apps.accounts.actors import Actor
from homeward.apps.accounts.permissions import Permission
from homeward.apps.accounts.scopes import may
from homeward.apps.approvals.models import Application
from homeward.apps.approvals.models.applications import PAUSED
from homeward.apps.approvals.parts import forget_holders
from homeward.apps.core.writing import hold, permit
from homeward.kernel.reasons import Reason


def take(application: Application, by: Actor, permission: Permission, what: str) -> Application:
    """Lock an application the person may use."""
    permit(may(by, permission, application), what)
    hold(application)
    forget_holders(application)  # whoever had a part when the record was read may not have it now
    return application


def running(application: Application) -> Reason | None:
    """A reason when it is paused or over: then nothing more is recorded in it."""
    if application.is_open and application.state != PAUSED:
        return None
    return Reason("application.not_running", {"reference": application.reference})


def needed(values: dict[str, Any], labels: dict[str, str]) -> list[Reason]:
    """A reason for each text or day that was left empty."""
    return [
        Reason("record.missing", {"field": name, "label": label})
        for name, label in labels.items()
        if values[name] is None or not str(values[name]).strip()
    ]


def of(application: Application) -> dict[str, Any]:
    """Whose record a part of an application is."""
    return {
        "application": application, "body": application.body, "organisation": application.organisation,
    }  # fmt: skip

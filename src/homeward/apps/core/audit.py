"""The trail: one event for each change and each reading of a child's record, in the same transaction."""

from __future__ import annotations

from typing import Any

from homeward.apps.core.models import AuditEvent


def record(by: Any, action: str, thing: Any, *, reason: str = "", organisation_id: int | None = None, **detail: Any) -> None:
    """Write one event. `by` is an Actor; `thing` has `public_id`, and its `str()` must hold no child's name."""
    AuditEvent.objects.create(
        actor_id=by.user.pk, actor_label=by.label, role=by.role, acting_for=by.acting_for, body_id=by.body.pk,
        organisation_id=organisation_id or getattr(thing, "organisation_id", None), action=action,
        kind=type(thing).__name__.lower(), thing=thing.public_id, label=str(thing)[:200], reason=reason, detail=detail,
    )  # fmt: skip


def record_read(by: Any, thing: Any, **detail: Any) -> None:
    """Reading a child's record is an event too: no event, no page."""
    record(by, "read", thing, **detail)


def trail_of(thing: Any) -> Any:
    """Events of one thing, newest first."""
    return AuditEvent.objects.filter(kind=type(thing).__name__.lower(), thing=thing.public_id).order_by("-at", "-id")

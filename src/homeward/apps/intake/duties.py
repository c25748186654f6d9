"""Imports that wait for a person."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.urls import reverse
from django.utils import timezone

from homeward.apps.accounts.permissions import Permission
from homeward.apps.core.duties import Duty, duty_source
from homeward.apps.intake.models import ImportBatch


@duty_source
def imports_waiting(actor: Any) -> Iterator[Duty]:
    """Each file that was checked and is neither confirmed nor withdrawn."""
    if not actor.holds(Permission.IMPORT_LOAD):
        return
    waiting = (
        ImportBatch.objects.visible_to(actor).filter(state=ImportBatch.State.CHECKED).order_by("created_at")
    )
    for batch in waiting.select_related("created_by"):
        sound = batch.counts.get("rows", 0) - batch.counts.get("errors", 0)
        yield Duty(
            title=f"{batch.get_kind_display()}: {batch.file_name}",
            why=f"{sound:,} row{'' if sound == 1 else 's'} can be loaded. {batch.created_by.name} sent the file.",
            verb="Confirm",
            url=reverse("import", args=[batch.public_id]),
            due=timezone.localdate(batch.created_at),
            kind="import",
        )

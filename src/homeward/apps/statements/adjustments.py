"""What a locked quarter turned out to differ by, and where it is settled."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import models
from django.db.models import Q
from django.utils import timezone

from homeward.apps.accounts.models import Organisation, Scoped, User
from homeward.apps.accounts.permissions import Permission
from homeward.apps.core.history import tracked

if TYPE_CHECKING:
    from homeward.apps.statements.models import Statement


@tracked
class Adjustment(Scoped):
    """One money code of a locked statement: what moves by rule, and what moves only when decided.

    Never edited, but for the open statement that takes it in: `target` is set once, to a statement that is not
    locked, and from then on both sides agree it with that statement. Without a target it waits.
    """

    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    origin = models.ForeignKey("statements.Statement", on_delete=models.PROTECT, related_name="adjustments")
    from_version = models.ForeignKey("statements.Version", on_delete=models.PROTECT, related_name="+")
    to_version = models.ForeignKey("statements.Version", on_delete=models.PROTECT, related_name="made")
    target = models.ForeignKey(
        "statements.Statement", on_delete=models.PROTECT, null=True, blank=True, related_name="taken_in",
        help_text="The statement that settles it; empty while it waits for one.",
    )  # fmt: skip
    code = models.CharField(max_length=60, help_text="The money code, or nights where no money differs.")
    nights = models.IntegerField(help_text="Counted nights now less those before.")
    amount = models.DecimalField(
        max_digits=14, decimal_places=2, help_text="Moves by rule; below nought: recovered."
    )
    to_decide = models.DecimalField(
        max_digits=14, decimal_places=2, default=0,
        help_text="Moves only when decided: growth above nought, abatement below.",
    )  # fmt: skip
    explained = models.JSONField(help_text="The line as the engine explained it.")
    reason = models.TextField(help_text="Which record changed and why, in words.")
    causes = models.JSONField(
        default=list, help_text="Each record that changed: what, who, when, why, and its event."
    )
    made_at = models.DateTimeField(default=timezone.now, db_index=True)
    made_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    taken_at = models.DateTimeField(null=True, blank=True)

    read_permission = Permission.STATEMENT_READ

    class Meta:
        ordering = ["made_at", "id"]
        constraints = [
            models.CheckConstraint(name="adjustment_elsewhere", condition=~Q(origin=models.F("target"))),
            models.CheckConstraint(
                name="adjustment_taken_pair",
                condition=Q(target=None, taken_at=None) | Q(target__isnull=False, taken_at__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return f"Adjustment of {self.origin}"

    @property
    def needs_decision(self) -> bool:
        return self.to_decide != 0

    @property
    def state(self) -> str:
        """waiting, with its target while that is open, settled once it is locked."""
        target: Statement | None = self.target
        if target is None:
            return "waiting"
        return "settled" if target.is_locked else "open"

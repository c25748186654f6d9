"""Files that came in: kept as they were, row by row, with what was found and what was done."""

from __future__ import annotations

from django.db import models
from django.utils import timezone

from homeward.apps.accounts.models import Scoped, User
from homeward.apps.accounts.permissions import Permission
from homeward.apps.core.history import tracked


@tracked
class ImportBatch(Scoped):
    """One upload: its files' digests, checks, confirmation and load."""

    class Kind(models.TextChoices):
        HOMES = "homes", "Homes"
        CHILDREN = "children", "Children"
        PLACEMENTS = "placements", "Placements"
        SPELLS = "spells", "Spells"
        AREAS = "areas", "Areas"
        POSTCODES = "postcodes", "Postcodes"
        SSDA903 = "ssda903", "Statutory return SSDA903 (episodes and header)"

    class State(models.TextChoices):
        STAGED = "staged", "Being checked"
        CHECKED = "checked", "Waiting for a person to confirm"
        LOADING = "loading", "Loading"
        LOADED = "loaded", "Loaded"
        REFUSED = "refused", "Refused"
        WITHDRAWN = "withdrawn", "Withdrawn"

    kind = models.CharField(max_length=20, choices=Kind)
    file_name = models.CharField(max_length=200)
    digest = models.CharField(max_length=64, help_text="SHA-256 over the files, in order of name.")
    files = models.JSONField(default=list, help_text="Name, size and digest of each file.")
    state = models.CharField(max_length=12, choices=State, default=State.STAGED)
    problems = models.JSONField(default=list, help_text="Problems of the file as a whole.")
    counts = models.JSONField(default=dict, help_text="Rows by outcome, and problems by their code.")
    ticked = models.JSONField(
        default=list, help_text="Codes of the warnings a person looked at and let pass."
    )
    columns = models.JSONField(
        default=dict, help_text="The column names of each table, as the file had them."
    )
    created_at = models.DateTimeField(default=timezone.now)
    created_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    confirmed_at = models.DateTimeField(null=True, blank=True)
    confirmed_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    loaded_at = models.DateTimeField(null=True, blank=True)
    job = models.CharField(
        max_length=12, blank=True, help_text="Public id of the job that loads or loaded it."
    )

    read_permission = Permission.IMPORT_READ
    scoped_by_organisation = False


class ImportRow(Scoped):
    """A row as it stood in the file. Raw values are never changed."""

    class Outcome(models.TextChoices):
        PENDING = "pending", "To be loaded"
        ERROR = "error", "Left out: error"
        LEFT_OUT = "left_out", "Left out: warning not ticked"
        NEW = "new", "Loaded as new"
        CHANGED = "changed", "Loaded as a change"
        SAME = "same", "Already known"

    # found by the constraint that begins with it
    batch = models.ForeignKey(ImportBatch, on_delete=models.CASCADE, related_name="rows", db_index=False)
    sheet = models.CharField(max_length=80, blank=True, help_text="File or sheet the row stood in.")
    table = models.CharField(max_length=20, blank=True, help_text="Which table of its kind it is a row of.")
    number = models.PositiveIntegerField(help_text="Row number as a spreadsheet shows it.")
    raw = models.JSONField()
    problems = models.JSONField(default=list)
    has_error = models.BooleanField(default=False)
    has_warning = models.BooleanField(default=False)
    outcome = models.CharField(max_length=10, choices=Outcome, default=Outcome.PENDING)
    foreseen = models.CharField(
        max_length=10, blank=True, help_text="What loading would make of it: new, changed, same."
    )
    things = models.JSONField(default=dict, help_text="Public ids of the records this row made or met.")

    read_permission = Permission.IMPORT_READ
    scoped_by_organisation = False

    class Meta:
        constraints = [models.UniqueConstraint(fields=["batch", "sheet", "number"], name="import_row_number")]
        indexes = [models.Index(fields=["batch", "has_error", "has_warning"])]

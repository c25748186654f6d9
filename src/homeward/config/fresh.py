"""An empty database gets its tables from the models, at once; one with records is brought up by its migrations.

Walking every migration for an installation that holds nothing renders hundreds of models hundreds of times. Both ways
lead to the same tables: a test makes them both ways and compares (docs/adr/0036-fresh-tables-from-models.md).
"""

from __future__ import annotations

import logging
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache, partial
from typing import Any

import pgtrigger
from django.apps import apps
from django.core.management import call_command
from django.db import connections
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.operations import RunSQL
from django.db.migrations.recorder import MigrationRecorder
from django.db.migrations.state import ProjectState
from django.test.utils import override_settings
from pgtrigger.migrations import AddTrigger

OURS = "homeward."
# What our tables refer to, and what refers to none of ours: it must stand before them.
BEFORE = ("contenttypes", "auth", "pghistory")


@contextmanager
def brisk() -> Iterator[None]:
    """Walk migrations without asking again and again what cannot have changed meanwhile.

    Django asks of each foreign key it renders which setting swaps its model, and forgets every answer with each model
    it registers; the triggers' library renders the models around a trigger anew, though no column came or went. With a
    model that comes or changes, Django renders every model anew that points to one it points to: here, where almost all
    point to people and bodies, the whole house for each. The tables need that model alone. It is marked as Django marks
    what it puts off itself, so that a migration in Python finds all models rendered anew before it begins.
    """

    def note(operation: Any, app_label: str, state: Any) -> None:
        options = state.models[app_label, operation.model_name].options
        options["triggers"] = [*options.get("triggers", []), operation.trigger]

    def alone(self: Any, app_label: str, model_name: str, delay: bool = False) -> set[tuple[str, str]]:
        self.is_delayed = True
        return {(app_label, model_name)}

    adding: Any = AddTrigger
    state: Any = ProjectState
    registry: Any = apps
    asked = type(registry).get_swappable_settings_name.__wrapped__
    kept, adding.state_forwards = adding.state_forwards, note
    around, state._find_reload_model = state._find_reload_model, alone
    registry.get_swappable_settings_name = cache(partial(asked, registry))
    try:
        yield
    finally:
        del registry.get_swappable_settings_name
        adding.state_forwards = kept
        state._find_reload_model = around


def is_empty(alias: str) -> bool:
    """Whether nothing was ever migrated here."""
    with connections[alias].cursor() as cursor:
        return not connections[alias].introspection.table_names(cursor)


def build(alias: str, verbosity: int) -> None:
    """Make every table of an empty database and mark every migration as applied. Others' apps migrate as ever."""
    labels = {config.label for config in apps.get_app_configs() if config.name.startswith(OURS)}
    told: dict[str, Any] = {"database": alias, "interactive": False, "verbosity": verbosity}
    for label in BEFORE:
        call_command("migrate", label, **told)
    with override_settings(MIGRATION_MODULES=dict.fromkeys(labels)):
        call_command("migrate", run_syncdb=True, **told)
    logging.getLogger("pgtrigger").setLevel(logging.WARNING)  # it would tell of every one
    pgtrigger.install(database=alias)
    loader, recorder = MigrationLoader(None), MigrationRecorder(connections[alias])
    with connections[alias].schema_editor() as editor:
        for key in loader.graph.nodes:
            if key[0] in labels:
                _run_sql(loader.disk_migrations[key], editor)
                recorder.record_applied(*key)


def _run_sql(migration: Any, editor: Any) -> None:
    """What a migration says in SQL is in no model."""
    for operation in migration.operations:
        if isinstance(operation, RunSQL):
            editor.execute(operation.sql, params=None)

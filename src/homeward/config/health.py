"""What a machine may ask: is the process alive, and can it work."""

from __future__ import annotations

from datetime import timedelta

from django.db import DatabaseError, connection
from django.db.migrations.executor import MigrationExecutor
from django.http import HttpRequest, JsonResponse
from django.utils import timezone
from django.views.decorators.http import require_safe

from homeward.apps.accounts.pages import page
from homeward.apps.accounts.permissions import Permission

STALE = timedelta(minutes=2)


@page(Permission.PUBLIC)
@require_safe
def healthz(request: HttpRequest) -> JsonResponse:
    """200 while this process answers; asks nothing of the database."""
    return JsonResponse({"alive": True})


@page(Permission.PUBLIC)
@require_safe
def readyz(request: HttpRequest) -> JsonResponse:
    """200 when database and tables are ready, else 503. A missing worker is told, and is no reason to take
    pages away."""
    try:
        connection.ensure_connection()
        executor = MigrationExecutor(connection)
        waiting = len(executor.migration_plan(executor.loader.graph.leaf_nodes()))
        worker = _worker_alive()
    except DatabaseError:
        return JsonResponse({"database": False}, status=503)
    return JsonResponse(
        {"database": True, "migrations_waiting": waiting, "worker": worker}, status=503 if waiting else 200
    )


def _worker_alive() -> bool:
    with connection.cursor() as cursor:
        cursor.execute("select max(last_heartbeat) from procrastinate_workers")
        last = cursor.fetchone()[0]
    return bool(last and last > timezone.now() - STALE)

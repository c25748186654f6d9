"""Logs as events, one JSON object a line, without personal data.

A request is named by its route, never by its address: an address may carry a search word or an invitation's
token. Messages of database errors quote rows, so only their code is kept.
"""

from __future__ import annotations

import traceback
from typing import Any

import structlog
from django.db import Error
from django.http import HttpRequest
from django_structlog.middlewares import RequestMiddleware


class RouteLogMiddleware(RequestMiddleware):
    """Logs each request with its id, route, status and user's key."""

    @staticmethod
    def format_request(request: HttpRequest) -> str:
        match = getattr(request, "resolver_match", None)
        return f"{request.method} {'/' + match.route if match else '(no route)'}"


def describe_exception(logger: Any, name: str, event: dict[str, Any]) -> dict[str, Any]:
    """Replace `exc_info` by the error's type, its place in the code and, where harmless, its message."""
    found = event.pop("exc_info", None)
    if not found:
        return event
    error = found if isinstance(found, BaseException) else found[1] if isinstance(found, tuple) else None
    if error is None:
        return event
    state = getattr(error.__cause__, "sqlstate", None)
    event["error"] = type(error).__name__
    event["error_message"] = f"database code {state}" if isinstance(error, Error) else str(error)
    event["error_at"] = [
        f"{f.filename}:{f.lineno} {f.name}" for f in traceback.extract_tb(error.__traceback__)[-12:]
    ]
    return event


SHARED: list[Any] = [
    structlog.contextvars.merge_contextvars,
    structlog.processors.TimeStamper(fmt="iso", utc=True),
    structlog.stdlib.add_log_level,
    structlog.stdlib.add_logger_name,
    describe_exception,
]


def configure() -> None:
    """Set structlog up to hand its events to the standard library's handlers."""
    structlog.configure(
        processors=[
            structlog.stdlib.filter_by_level, *SHARED, structlog.stdlib.ProcessorFormatter.wrap_for_formatter
        ],
        logger_factory=structlog.stdlib.LoggerFactory(),
        wrapper_class=structlog.stdlib.BoundLogger,
        cache_logger_on_first_use=True,
    )  # fmt: skip


def logging_settings(level: str, readable: bool) -> dict[str, Any]:
    """Django's LOGGING. `readable` prints for a person at a terminal instead of JSON."""
    renderer = (
        structlog.dev.ConsoleRenderer(colors=False) if readable else structlog.processors.JSONRenderer()
    )
    return {
        "version": 1,
        "disable_existing_loggers": False,
        "formatters": {
            "events": {
                "()": structlog.stdlib.ProcessorFormatter,
                "processors": [structlog.stdlib.ProcessorFormatter.remove_processors_meta, renderer],
                "foreign_pre_chain": SHARED,
            }
        },
        "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "events"}},
        "root": {"handlers": ["console"], "level": level},
        "loggers": {
            # Both name the address of a refused request, and ours has said it already.
            "django.request": {"level": "CRITICAL"},
            "django.server": {"level": "WARNING"},
            "procrastinate": {"level": "WARNING"},
            "gunicorn.access": {"level": "CRITICAL"},
        },
    }

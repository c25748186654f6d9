"""The two processes of a running house: the pages and the jobs."""

from __future__ import annotations

import argparse
import os
from typing import Any

from homeward.config import lifeline
from homeward.config.commands import COMMANDS, start_django


def web(argv: list[str]) -> int:
    """Serve the pages with gunicorn until told to stop."""
    parser = argparse.ArgumentParser(prog="homeward web", description=COMMANDS["web"][0])
    parser.add_argument("--bind", help="address to listen on (BIND; default 127.0.0.1 and PORT)")
    parser.add_argument("--workers", type=int, help="processes (WEB_WORKERS; default 2)")
    arguments = parser.parse_args(argv)
    lifeline.hold()
    start_django()
    from django.conf import settings
    from django.core.management import call_command
    from gunicorn.app.base import BaseApplication

    from homeward.config import environment

    if not settings.DEBUG:
        call_command("collectstatic", interactive=False, verbosity=0)
    options = {
        "bind": arguments.bind or environment.text("BIND") or f"127.0.0.1:{environment.text('PORT', '8000')}",
        "workers": arguments.workers or int(environment.text("WEB_WORKERS", "2")),
        "threads": int(environment.text("WEB_THREADS", "4")),
        "worker_class": "gthread",
        "preload_app": True,
        "graceful_timeout": 8,
        "timeout": 60,
        "max_requests": 0 if settings.DEBUG else 5000,
        "max_requests_jitter": 500,
        "control_socket_disable": True,
        "pre_fork": _close_connections,
        "loglevel": "warning",
        "proc_name": "homeward-web",
    }

    class Server(BaseApplication):  # type: ignore[misc]
        def load_config(self) -> None:
            for name, value in options.items():
                self.cfg.set(name, value)

        def load(self) -> Any:
            from django.urls import get_resolver

            from homeward.config.wsgi import application

            # An address that cannot be loaded is found here, once, and not by every visitor.
            assert get_resolver().url_patterns
            return application

    Server().run()
    return 0


def _close_connections(arbiter: Any, worker: Any) -> None:
    """A forked process must not speak on its parent's connection."""
    from django.db import connections

    connections.close_all()


def worker(argv: list[str]) -> int:
    """Do the jobs until told to stop; a job that runs is finished first, within a limit."""
    parser = argparse.ArgumentParser(prog="homeward worker", description=COMMANDS["worker"][0])
    parser.add_argument("--once", action="store_true", help="do what waits, then end")
    parser.add_argument("--concurrency", type=int, help="jobs at once (WORKER_CONCURRENCY; default 1)")
    arguments = parser.parse_args(argv)
    lifeline.hold()
    start_django()
    from procrastinate.contrib.django import app

    concurrency = arguments.concurrency or int(os.environ.get("WORKER_CONCURRENCY") or 1)
    connector: Any = app.connector
    with app.replace_connector(connector.get_worker_connector()) as jobs:
        jobs.run_worker(
            wait=not arguments.once,
            concurrency=concurrency,
            shutdown_graceful_timeout=8,
            delete_jobs="successful",
        )
    return 0

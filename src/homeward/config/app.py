"""Checks of the settings themselves, run with Django's own."""

from __future__ import annotations

from typing import Any

from django.apps import AppConfig
from django.conf import settings
from django.core.checks import CheckMessage, Error, Tags, register


class ConfigApp(AppConfig):
    """Registers the checks; has no models."""

    name = "homeward.config"
    label = "config"

    def ready(self) -> None:
        register(Tags.database)(no_server_side_binding)
        register(Tags.security, deploy=True)(named_hosts)
        register(Tags.security, deploy=True)(mail_server)


def no_server_side_binding(app_configs: Any, **kwargs: Any) -> list[CheckMessage]:
    """History puts the acting person before each statement, which a prepared statement refuses."""
    return [
        Error(
            f"Database {alias!r} sets server_side_binding, which breaks the history of who changed what.",
            hint="Remove server_side_binding from the database's options.",
            id="homeward.E001",
        )
        for alias, config in settings.DATABASES.items()
        if config.get("OPTIONS", {}).get("server_side_binding")
    ]


def named_hosts(app_configs: Any, **kwargs: Any) -> list[CheckMessage]:
    """A wildcard host lets links in mails point anywhere."""
    if "*" not in settings.ALLOWED_HOSTS:
        return []
    return [Error("ALLOWED_HOSTS must name the hosts, not *.", hint="Set ALLOWED_HOSTS.", id="homeward.E002")]


def mail_server(app_configs: Any, **kwargs: Any) -> list[CheckMessage]:
    """Without a mail server invitations and notices would be written to a folder nobody reads."""
    if settings.EMAIL_BACKEND.endswith("smtp.EmailBackend"):
        return []
    return [Error("No mail server is named.", hint="Set EMAIL_URL.", id="homeward.E003")]

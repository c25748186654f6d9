from django.apps import AppConfig


class ApiConfig(AppConfig):
    name = "homeward.api"
    label = "api"

    def ready(self) -> None:
        from homeward.api import sentences  # noqa: F401
        from homeward.api.description import permissions_asked_for
        from homeward.apps.accounts.services.tokens import offer

        offer(permissions_asked_for())

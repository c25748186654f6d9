from django.apps import AppConfig


class ApiConfig(AppConfig):
    name = "homeward.api"
    label = "api"

    def ready(self) -> None:
        from homeward.api import sentences  # noqa: F401

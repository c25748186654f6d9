from django.apps import AppConfig


class ProvidersConfig(AppConfig):
    name = "homeward.apps.providers"
    label = "providers"

    def ready(self) -> None:
        from homeward.apps.providers import sentences  # noqa: F401  # registers how reasons read

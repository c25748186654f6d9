from django.apps import AppConfig


class GeographyConfig(AppConfig):
    name = "homeward.apps.geography"
    label = "geography"

    def ready(self) -> None:
        from homeward.apps.geography import sentences  # noqa: F401 - they register themselves

from django.apps import AppConfig


class PanelsConfig(AppConfig):
    name = "homeward.apps.panels"
    label = "panels"

    def ready(self) -> None:
        from homeward.apps.panels import duties, jobs, sentences, shelves  # noqa: F401 - they register themselves

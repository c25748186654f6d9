from django.apps import AppConfig


class InspectionsConfig(AppConfig):
    name = "homeward.apps.inspections"
    label = "inspections"

    def ready(self) -> None:
        from homeward.apps.inspections import (  # noqa: F401  (they register themselves)
            remarks,
            search,
            sentences,
            shelves,
        )

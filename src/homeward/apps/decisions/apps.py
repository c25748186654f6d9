from django.apps import AppConfig


class DecisionsConfig(AppConfig):
    name = "homeward.apps.decisions"
    label = "decisions"

    def ready(self) -> None:
        from homeward.apps.decisions import (  # noqa: F401 - they register themselves
            duties,
            letting_go,
            listening,
            sentences,
            shelves,
        )

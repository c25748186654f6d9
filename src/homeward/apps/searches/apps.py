from django.apps import AppConfig


class SearchesConfig(AppConfig):
    name = "homeward.apps.searches"
    label = "searches"

    def ready(self) -> None:
        from homeward.apps.searches import (  # noqa: F401 - they register themselves
            duties,
            duties_match,
            duties_routes,
            duties_scoring,
            listening,
            obstacles,
            sentences,
            sentences_match,
            sentences_routes,
            sentences_scoring,
            shelves,
        )

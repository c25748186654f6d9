from django.apps import AppConfig


class FrameworksConfig(AppConfig):
    name = "homeward.apps.frameworks"
    label = "frameworks"

    def ready(self) -> None:
        from homeward.apps.frameworks import (  # noqa: F401  (they register themselves)
            duties,
            listening,
            sentences,
            shelves,
            ties,
        )

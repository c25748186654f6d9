from django.apps import AppConfig


class RestrictionsConfig(AppConfig):
    name = "homeward.apps.restrictions"
    label = "restrictions"

    def ready(self) -> None:
        from homeward.apps.restrictions import (  # noqa: F401  (they register themselves)
            duties,
            flagging,
            remarks,
            sentences,
            shelves,
        )

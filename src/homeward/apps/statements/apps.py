from django.apps import AppConfig


class StatementsConfig(AppConfig):
    name = "homeward.apps.statements"
    label = "statements"

    def ready(self) -> None:
        from homeward.apps.statements import (  # noqa: F401  (they register themselves)
            consequences,
            duties,
            jobs,
            listening,
            panels,
            policy,
            sentences,
            shelves,
        )

from django.apps import AppConfig


class FundingConfig(AppConfig):
    name = "homeward.apps.funding"
    label = "funding"

    def ready(self) -> None:
        from homeward.apps.funding import (  # noqa: F401  (they register themselves)
            duties,
            ladder_sentences,
            sentences,
            shelves,
        )

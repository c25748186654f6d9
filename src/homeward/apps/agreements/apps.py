from django.apps import AppConfig


class AgreementsConfig(AppConfig):
    name = "homeward.apps.agreements"
    label = "agreements"

    def ready(self) -> None:
        from homeward.apps.agreements import (  # noqa: F401  # registers what others ask for
            duties,
            outcome_sentences,
            sentences,
            shelves,
        )

from django.apps import AppConfig


class PrivacyConfig(AppConfig):
    name = "homeward.apps.privacy"
    label = "privacy"

    def ready(self) -> None:
        from homeward.apps.privacy import (  # noqa: F401  (they register themselves)
            duties,
            listening,
            remarks,
            sentences,
            shelves,
        )

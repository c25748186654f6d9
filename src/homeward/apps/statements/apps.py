from django.apps import AppConfig


class StatementsConfig(AppConfig):
    name = "homeward.apps.statements"
    label = "statements"

    def ready(self) -> None:
        from homeward.apps.statements import duties, jobs, listening, panels, sentences  # noqa: F401  (they register themselves)

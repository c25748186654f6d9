from django.apps import AppConfig


class DecisionsConfig(AppConfig):
    name = "homeward.apps.decisions"
    label = "decisions"

    def ready(self) -> None:
        from homeward.apps.decisions import duties, listening, sentences, shelves  # noqa: F401

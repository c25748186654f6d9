from django.apps import AppConfig


class IntakeConfig(AppConfig):
    name = "homeward.apps.intake"
    label = "intake"

    def ready(self) -> None:
        from homeward.apps.intake import duties, sentences, work  # noqa: F401 - they register themselves

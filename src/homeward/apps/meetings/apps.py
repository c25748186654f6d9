from django.apps import AppConfig


class MeetingsConfig(AppConfig):
    name = "homeward.apps.meetings"
    label = "meetings"

    def ready(self) -> None:
        from homeward.apps.meetings import duties, sentences  # noqa: F401

from django.apps import AppConfig


class PlacementsConfig(AppConfig):
    name = "homeward.apps.placements"
    label = "placements"

    def ready(self) -> None:
        from homeward.apps.placements import duties, listening, sentences  # noqa: F401

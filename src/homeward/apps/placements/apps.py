from django.apps import AppConfig


class PlacementsConfig(AppConfig):
    name = "homeward.apps.placements"
    label = "placements"

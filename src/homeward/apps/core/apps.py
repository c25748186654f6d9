from django.apps import AppConfig


class CoreConfig(AppConfig):
    name = "homeward.apps.core"
    label = "core"

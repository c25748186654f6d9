from django.apps import AppConfig


class IntakeConfig(AppConfig):
    name = "homeward.apps.intake"
    label = "intake"

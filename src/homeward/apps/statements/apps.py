from django.apps import AppConfig


class StatementsConfig(AppConfig):
    name = "homeward.apps.statements"
    label = "statements"

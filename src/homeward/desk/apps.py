from django.apps import AppConfig


class DeskConfig(AppConfig):
    name = "homeward.desk"
    label = "desk"

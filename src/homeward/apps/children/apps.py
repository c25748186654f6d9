from django.apps import AppConfig


class ChildrenConfig(AppConfig):
    name = "homeward.apps.children"
    label = "children"

from django.apps import AppConfig


class ChildrenConfig(AppConfig):
    name = "homeward.apps.children"
    label = "children"

    def ready(self) -> None:
        from homeward.apps.children import sentences  # noqa: F401  # registers how reasons read

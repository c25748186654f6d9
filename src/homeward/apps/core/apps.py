from django.apps import AppConfig


class CoreConfig(AppConfig):
    name = "homeward.apps.core"
    label = "core"

    def ready(self) -> None:
        from homeward.apps.core import lookups  # noqa: F401  # registers how keys are looked up
        from homeward.apps.core.documents import sentences  # noqa: F401  # registers how reasons read
        from homeward.apps.core.signatures import sentences as signing  # noqa: F401

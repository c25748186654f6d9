import gc

from django.apps import AppConfig

# How many new containers Python gathers before it looks for cycles. Its own mark of 700 makes work that holds many
# records, such as an import, look through all of them again and again: a third of its time, for hardly a cycle found.
COLLECT_AFTER = (50_000, 20, 100)


class CoreConfig(AppConfig):
    name = "homeward.apps.core"
    label = "core"

    def ready(self) -> None:
        gc.set_threshold(*COLLECT_AFTER)
        from homeward.apps.core import lookups  # noqa: F401  # registers how keys are looked up
        from homeward.apps.core.documents import sentences  # noqa: F401  # registers how reasons read
        from homeward.apps.core.signatures import sentences as signing  # noqa: F401

from django.apps import AppConfig


class ApprovalsConfig(AppConfig):
    name = "homeward.apps.approvals"
    label = "approvals"

    def ready(self) -> None:
        from homeward.apps.approvals import duties, listening, obstacles, sentences, shelves  # noqa: F401  (they register themselves)

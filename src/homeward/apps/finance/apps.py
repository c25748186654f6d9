from django.apps import AppConfig


class FinanceConfig(AppConfig):
    name = "homeward.apps.finance"
    label = "finance"

    def ready(self) -> None:
        from homeward.apps.finance import duties, jobs, listening, sentences, shelves  # noqa: F401  (they register themselves)

from django.apps import AppConfig


class ExchangeConfig(AppConfig):
    name = "homeward.apps.exchange"
    label = "exchange"

    def ready(self) -> None:
        from homeward.apps.exchange import duties, search, sentences  # noqa: F401  (they register themselves)

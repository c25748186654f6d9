from django.apps import AppConfig


class AccountsConfig(AppConfig):
    name = "homeward.apps.accounts"
    label = "accounts"

    def ready(self) -> None:
        from homeward.apps.accounts import sentences  # noqa: F401

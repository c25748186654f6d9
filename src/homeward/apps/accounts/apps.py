from django.apps import AppConfig


class AccountsConfig(AppConfig):
    name = "homeward.apps.accounts"
    label = "accounts"

    def ready(self) -> None:
        from homeward.apps.accounts import presence, sentences  # noqa: F401  # registers what others ask for

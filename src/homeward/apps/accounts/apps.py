from django.apps import AppConfig


class AccountsConfig(AppConfig):
    name = "homeward.apps.accounts"
    label = "accounts"

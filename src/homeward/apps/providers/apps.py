from django.apps import AppConfig


class ProvidersConfig(AppConfig):
    name = "homeward.apps.providers"
    label = "providers"

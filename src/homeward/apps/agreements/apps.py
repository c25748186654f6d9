from django.apps import AppConfig


class AgreementsConfig(AppConfig):
    name = "homeward.apps.agreements"
    label = "agreements"

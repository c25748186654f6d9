from django.apps import AppConfig


class LocalPolicyConfig(AppConfig):
    name = "homeward.apps.local_policy"
    label = "local_policy"

from django.apps import AppConfig


class LocalPolicyConfig(AppConfig):
    name = "homeward.apps.local_policy"
    label = "local_policy"

    def ready(self) -> None:
        from homeward.apps.local_policy import duties, sentences  # noqa: F401  (they register themselves)

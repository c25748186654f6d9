from django.apps import AppConfig


class ReferralsConfig(AppConfig):
    name = "homeward.apps.referrals"
    label = "referrals"

    def ready(self) -> None:
        from homeward.apps.referrals import duties, sentences  # noqa: F401

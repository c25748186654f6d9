"""The shell as a Django app: base pages, components, static files and the restyled sign-in pages."""

from django.apps import AppConfig


class WebConfig(AppConfig):
    name = "homeward.web"
    label = "web"
    verbose_name = "Shell"

    def ready(self) -> None:
        from homeward.web import catalogues, folded, languages  # noqa: F401  (folded registers its lookup)

        catalogues.install([code for code, _name in languages.LANGUAGES])

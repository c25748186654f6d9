from django.apps import AppConfig


class SearchesConfig(AppConfig):
    name = "homeward.apps.searches"
    label = "searches"

    def ready(self) -> None:
        from homeward.apps.searches import duties, obstacles, sentences, sentences_match  # noqa: F401 - they register themselves

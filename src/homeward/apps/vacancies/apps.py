from django.apps import AppConfig


class VacanciesConfig(AppConfig):
    name = "homeward.apps.vacancies"
    label = "vacancies"

    def ready(self) -> None:
        from homeward.apps.vacancies import duties, sentences  # noqa: F401 - they register themselves

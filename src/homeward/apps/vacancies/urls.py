from django.urls import URLPattern, URLResolver, path

from homeward.apps.vacancies.views import approvals, confirming, vacancies

urlpatterns: list[URLPattern | URLResolver] = [
    path("", vacancies.vacancies, name="vacancies"),
    path("confirm/", confirming.vacancies_confirm, name="vacancies_confirm"),
    path("approvals/<str:public_id>/end/", approvals.approval_end, name="approval_end"),
    path("<str:public_id>/", vacancies.vacancy, name="vacancy"),
    path("<str:public_id>/approval/", approvals.approval_set, name="approval_set"),
]

from django.urls import URLPattern, URLResolver, path

from homeward.apps.inspections.views import inspections

urlpatterns: list[URLPattern | URLResolver] = [
    path("", inspections.inspections, name="inspections"),
    path("record/home/<str:public_id>/", inspections.record, name="record_inspection"),
    path(
        "record/provider/<str:public_id>/", inspections.record_of_service, name="record_inspection_of_service"
    ),
    path("<str:public_id>/", inspections.inspection, name="inspection"),
    path("<str:public_id>/take-back/", inspections.take_back, name="take_back_inspection"),
]

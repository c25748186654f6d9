from django.urls import URLPattern, URLResolver, path

from homeward.apps.children.views import affiliations, cases, child, lists

urlpatterns: list[URLPattern | URLResolver] = [
    path("", lists.children, name="children"),
    path("add/", child.child_add, name="child_add"),
    path("<str:public_id>/", child.child, name="child"),
    path("<str:public_id>/change/", child.child_change, name="child_change"),
    path("<str:public_id>/fact/", child.child_fact, name="child_fact"),
    path("<str:public_id>/case/<str:role>/", cases.assign, name="assign_case"),
    path("cases/<str:public_id>/end/", cases.end, name="end_case"),
    path("<str:public_id>/affiliation/", affiliations.record, name="child_affiliation"),
    path("affiliations/<str:public_id>/end/", affiliations.end, name="end_child_affiliation"),
    path("<str:public_id>/legal-status/", child.child_legal_status, name="child_legal_status"),
]

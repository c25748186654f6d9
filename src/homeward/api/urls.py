"""Addresses of the interface: each operation behind the one door, and the description beside them."""

from __future__ import annotations

from django.urls import URLPattern, path

from homeward.api import views
from homeward.api.description import api
from homeward.api.door import door, nowhere


def operations() -> list[URLPattern]:
    """One address for each path of the description."""
    found = []
    for router in api._get_bound_routers():
        for route, view in router.path_operations.items():
            django_route = route.strip("/").replace("{", "<str:").replace("}", ">")
            found.append(path(f"api/v1/{django_route}", door(view)))
    return found


urlpatterns: list[URLPattern] = [
    path("api/", views.reference_page, name="api_reference"),
    path("api/v1/openapi.json", views.description, name="api_description"),
    *operations(),
    path("api/v1/<path:rest>", nowhere),
    path("api/v1/", nowhere),
]

from django.urls import URLPattern, URLResolver, path

from homeward.apps.providers.views import homes, lists

urlpatterns: list[URLPattern | URLResolver] = [
    path("", lists.homes, name="homes"),
    path("add/", homes.home_add, name="home_add"),
    path("<str:public_id>/", homes.home, name="home"),
    path("<str:public_id>/change/", homes.home_change, name="home_change"),
    path("<str:public_id>/confirm/", homes.home_confirm, name="home_confirm"),
    path("<str:public_id>/remoteness/", homes.home_remoteness, name="home_remoteness"),
    path("<str:public_id>/place/", homes.home_place, name="home_place"),
    path("<str:public_id>/close/", homes.home_close, name="home_close"),
]

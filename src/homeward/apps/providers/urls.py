from django.urls import URLPattern, URLResolver, path

from homeward.apps.providers.views import lists, providers

urlpatterns: list[URLPattern | URLResolver] = [
    path("", lists.providers, name="providers"),
    path("add/", providers.provider_add, name="provider_add"),
    path("<str:public_id>/", providers.provider, name="provider"),
    path("<str:public_id>/change/", providers.provider_change, name="provider_change"),
    path("<str:public_id>/end/", providers.provider_end, name="provider_end"),
]

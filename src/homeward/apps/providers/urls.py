from django.urls import URLPattern, URLResolver, path

from homeward.apps.providers.views import describing, lists, providers

urlpatterns: list[URLPattern | URLResolver] = [
    path("", lists.providers, name="providers"),
    path("add/", providers.provider_add, name="provider_add"),
    path("words/<str:public_id>/", describing.organisation_words, name="organisation_words"),
    path("words/<str:public_id>/affiliation/", describing.record, name="organisation_affiliation"),
    path("affiliations/<str:public_id>/end/", describing.end, name="end_organisation_affiliation"),
    path("<str:public_id>/", providers.provider, name="provider"),
    path("<str:public_id>/change/", providers.provider_change, name="provider_change"),
    path("<str:public_id>/end/", providers.provider_end, name="provider_end"),
]

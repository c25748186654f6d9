"""Addresses of the shell."""

from django.conf import settings
from django.urls import URLPattern, path

from homeward.web import gallery, views

urlpatterns: list[URLPattern] = [
    path("language/", views.set_language, name="set_language"),
    path("accessibility/", views.accessibility, name="accessibility"),
    path("help/", views.help_page, name="help"),
]

if settings.DEBUG:
    urlpatterns += [
        path("gallery/", gallery.gallery, name="gallery"),
        path("gallery/refusal/", gallery.refusal, name="gallery_refusal"),
        path("gallery/chart-<slug:size>.svg", gallery.chart, name="gallery_chart"),
    ]

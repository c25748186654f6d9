"""The house's addresses with the gallery, which production does not serve."""

from django.urls import include, path

from homeward.web import gallery

urlpatterns = [
    path("", include("homeward.config.urls")),
    path("gallery/", gallery.gallery, name="gallery"),
    path("gallery/refusal/", gallery.refusal, name="gallery_refusal"),
    path("gallery/chart-<slug:size>.svg", gallery.chart, name="gallery_chart"),
]

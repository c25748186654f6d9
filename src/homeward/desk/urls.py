from django.urls import path

from homeward.desk import search, start, tour, visibility

urlpatterns = [
    path("", start.start, name="start"),
    path("start/share.svg", start.chart, name="start_chart"),
    path("search", search.search, name="search"),
    path("who-can-see-what/", visibility.visibility, name="visibility"),
    path("tour/", tour.tour, name="tour"),
    path("tour/<slug:stop>/", tour.go, name="tour_stop"),
]

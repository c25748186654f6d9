from django.urls import path

from homeward.desk import rules, search, start, tour

urlpatterns = [
    path("", start.start, name="start"),
    path("start/share.svg", start.chart, name="start_chart"),
    path("search", search.search, name="search"),
    path("rules/", rules.rules, name="rules"),
    path("who-can-see-what/", rules.visibility, name="visibility"),
    path("tour/", tour.tour, name="tour"),
    path("tour/<slug:stop>/", tour.go, name="tour_stop"),
]

from django.urls import URLPattern, URLResolver, path

from homeward.apps.placements.views import areas, exceeds, placements, spells

urlpatterns: list[URLPattern | URLResolver] = [
    path("", placements.placements, name="placements"),
    path("record/", placements.record_placement, name="record_placement"),
    path("areas/", areas.placements_by_area, name="placements_by_area"),
    path("areas/map.svg", areas.placements_map, name="placements_map"),
    path("exceeds/", exceeds.exceed_requests, name="exceed_requests"),
    path("exceeds/new/", exceeds.request_exceed, name="request_exceed"),
    path("exceeds/<str:public_id>/", exceeds.exceed_request, name="exceed_request"),
    path("exceeds/<str:public_id>/decide/", exceeds.decide_exceed, name="decide_exceed"),
    path("exceeds/<str:public_id>/withdraw/", exceeds.withdraw_exceed, name="withdraw_exceed"),
    path("spells/<str:public_id>/change/", spells.change_spell, name="change_spell"),
    path("spells/<str:public_id>/remove/", spells.remove_spell, name="remove_spell"),
    path("<str:public_id>/", placements.placement, name="placement"),
    path("<str:public_id>/change/", placements.change_placement, name="change_placement"),
    path("<str:public_id>/end/", placements.end_placement, name="end_placement"),
    path("<str:public_id>/remove/", placements.remove_placement, name="remove_placement"),
    path("<str:public_id>/breaches/", placements.note_breaches, name="note_breaches"),
    path("<str:public_id>/spells/record/", spells.record_spell, name="record_spell"),
]

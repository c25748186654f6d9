from django.urls import path

from homeward.apps.panels.views import deciding, reading, writing

urlpatterns = [
    path("", reading.panels, name="panels"),
    path("prepare/", writing.prepare, name="prepare_panel"),
    path("actions/", reading.actions, name="panel_actions"),
    path("actions/<str:public_id>/", writing.action, name="panel_action"),
    path("referrals/<str:public_id>/", deciding.item, name="panel_item"),
    path("referrals/<str:public_id>/dissent/", deciding.dissent, name="panel_dissent"),
    path("<str:public_id>/", reading.panel, name="panel"),
    path("<str:public_id>/homes/", reading.homes, name="panel_homes"),
    path("<str:public_id>/picture/", reading.picture, name="panel_picture"),
    path("<str:public_id>/facts/", reading.facts, name="panel_facts"),
    path("<str:public_id>/change/", writing.change, name="change_panel"),
    path("<str:public_id>/cancel/", writing.cancel, name="cancel_panel"),
    path("<str:public_id>/work-out/", writing.work_out, name="work_out_panel"),
    path("<str:public_id>/attendance/", writing.attendance, name="panel_attendance"),
    path("<str:public_id>/interest/", writing.interest, name="panel_interest"),
    path("<str:public_id>/agree/", deciding.agree_rest, name="panel_agree_rest"),
    path("<str:public_id>/take-on/", writing.take_on, name="panel_take_on"),
    path("<str:public_id>/close/", writing.close, name="close_panel"),
]

from django.urls import path

from homeward.apps.meetings.views import meetings, reasons, writing

urlpatterns = [
    path("", meetings.meetings, name="meetings"),
    path("plan/", writing.plan, name="plan_meeting"),
    path("actions/", meetings.actions, name="meeting_actions"),
    path("actions/<str:public_id>/", writing.action, name="meeting_action"),
    path("blockages/", reasons.blockages, name="blockages"),
    path("reasons/<str:public_id>/", reasons.explain, name="shortfall_reasons"),
    path("<str:public_id>/", meetings.meeting, name="meeting"),
    path("<str:public_id>/move/", writing.move, name="move_meeting"),
    path("<str:public_id>/attendance/", writing.attendance, name="meeting_attendance"),
    path("<str:public_id>/decisions/", writing.decision, name="meeting_decision"),
    path("<str:public_id>/actions/", writing.add_action, name="meeting_add_action"),
    path("<str:public_id>/hold/", writing.hold, name="hold_meeting"),
    path("<str:public_id>/confirm/", writing.confirm, name="confirm_meeting"),
    path("<str:public_id>/send-back/", writing.send_back, name="send_back_meeting"),
    path("<str:public_id>/cancel/", writing.cancel, name="cancel_meeting"),
]

from django.urls import path

from homeward.apps.decisions.views import contracts, deciding, ending, recording, varying

urlpatterns = [
    path("", deciding.decisions, name="decisions"),
    path("notices/", ending.notices, name="notices_given"),
    path("disruptions/", ending.disruptions, name="disruptions"),
    path("propose/<str:offer>/", deciding.propose, name="propose_placement"),
    path("contracts/<str:public_id>/", contracts.contract, name="contract"),
    path("contracts/<str:public_id>/copy.pdf", contracts.contract_pdf, name="contract_pdf"),
    path("contracts/<str:public_id>/extra/", contracts.add_extra, name="add_extra"),
    path("contracts/<str:public_id>/vary/", varying.vary, name="vary_contract"),
    path("variations/<str:public_id>/take-back/", varying.take_back, name="take_back_contract_variation"),
    path("variations/<str:public_id>/decline/", varying.decline, name="decline_contract_variation"),
    path("extras/<str:public_id>/", contracts.end_extra, name="end_extra"),
    path("<str:public_id>/", deciding.decision, name="decision"),
    path("<str:public_id>/decide/", deciding.decide, name="decide_placement"),
    path("<str:public_id>/verbal/", deciding.verbal, name="record_verbal"),
    path("<str:public_id>/take-back/", deciding.withdraw, name="withdraw_decision"),
    path("<str:public_id>/accept/", deciding.accept, name="accept_offer"),
    path("<str:public_id>/approve/<str:kind>/", deciding.approve, name="approve_place"),
    path("<str:public_id>/checks/<str:code>/", recording.check, name="record_check"),
    path("<str:public_id>/checks/<str:code>/waive/", recording.waive, name="waive_check"),
    path("<str:public_id>/visit/", recording.visit, name="record_visit"),
    path("<str:public_id>/area/<str:kind>/", recording.area, name="tell_area"),
    path("<str:public_id>/contract/", contracts.draw, name="draw_contract"),
    path("<str:public_id>/start/", ending.start, name="start_placement"),
    path("<str:public_id>/let-go/", ending.let_go, name="let_home_go"),
    path("<str:public_id>/notice/", ending.notice, name="give_notice"),
    path("<str:public_id>/notice/take-back/", ending.notice_back, name="take_notice_back"),
    path("<str:public_id>/end/", ending.end, name="end_decision"),
    path("<str:public_id>/disruption/", ending.disruption, name="hold_disruption"),
]

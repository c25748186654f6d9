from django.urls import path

from homeward.apps.searches.views import inbox, searching

urlpatterns = [
    path("", searching.searches, name="home_searches"),
    path("begin/<str:referral>/", searching.begin, name="begin_search"),
    path("asked/", inbox.invitations, name="invitations_to_offer"),
    path("asked/<str:public_id>/", inbox.invitation, name="invitation"),
    path("asked/<str:public_id>/offer/", inbox.make, name="make_offer"),
    path("asked/<str:public_id>/decline/", inbox.decline, name="decline_invitation"),
    path("offers/<str:public_id>/fee/", inbox.fee, name="change_fee"),
    path("offers/<str:public_id>/take-back/", inbox.take_back, name="take_back_offer"),
    path("offers/<str:public_id>/judge/", searching.judge, name="judge_offer"),
    path("<str:public_id>/", searching.search, name="home_search"),
    path("<str:public_id>/in-house/", searching.consider, name="consider_in_house"),
    path("<str:public_id>/go-outside/", searching.go_outside, name="go_outside"),
    path("<str:public_id>/ask/", searching.ask, name="ask_framework"),
    path("<str:public_id>/close/", searching.close, name="close_offers"),
    path("<str:public_id>/end/", searching.end, name="end_search"),
]

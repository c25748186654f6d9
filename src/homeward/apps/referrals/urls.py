from django.urls import path

from homeward.apps.referrals.views import reading, writing

urlpatterns = [
    path("", reading.referrals, name="referrals"),
    path("begin/", writing.begin, name="begin_referral"),
    path("<str:public_id>/", reading.referral, name="referral"),
    path("<str:public_id>/as-sent/", reading.preview, name="referral_preview"),
    path("<str:public_id>/versions/<str:version>/", reading.version, name="referral_version"),
    path("<str:public_id>/basics/", writing.basics, name="referral_basics"),
    path("<str:public_id>/children/", writing.children, name="referral_children"),
    path("<str:public_id>/children/<str:child>/remove/", writing.remove_child, name="referral_remove_child"),
    path("<str:public_id>/needs/", writing.needs, name="referral_needs"),
    path("<str:public_id>/needs/<str:need>/remove/", writing.remove_need, name="referral_remove_need"),
    path("<str:public_id>/write/<slug:code>/", writing.section, name="referral_section"),
    path("<str:public_id>/send/", writing.send, name="send_referral"),
    path("<str:public_id>/pass/", writing.pass_check, name="pass_referral"),
    path("<str:public_id>/send-back/", writing.send_back, name="send_back_referral"),
    path("<str:public_id>/reopen/", writing.reopen, name="reopen_referral"),
    path("<str:public_id>/withdraw/", writing.withdraw, name="withdraw_referral"),
    path("<str:public_id>/look-again/", writing.renew, name="renew_referral"),
]

from django.urls import URLPattern, URLResolver, path

from homeward.apps.exchange.views import profiles, returns

urlpatterns: list[URLPattern | URLResolver] = [
    path("", returns.data_returns, name="data_returns"),
    path("new/", returns.new_return, name="data_return_new"),
    path("prefilled/<str:form>/", returns.prefilled, name="data_return_prefilled"),
    path("profile/", profiles.exchange_profiles, name="exchange_profiles"),
    path("profile/draft/", profiles.draft_profile, name="exchange_profile_draft"),
    path("profile/<str:public_id>/", profiles.exchange_profile, name="exchange_profile"),
    path("profile/<str:public_id>/month/", profiles.describe_profile, name="exchange_profile_describe"),
    path("profile/<str:public_id>/propose/", profiles.propose_profile, name="exchange_profile_propose"),
    path("profile/<str:public_id>/take-back/", profiles.take_back_profile, name="exchange_profile_take_back"),
    path("profile/<str:public_id>/decide/", profiles.decide_profile, name="exchange_profile_decide"),
    path("profile/<str:public_id>/<str:group>/add/", profiles.add_field, name="exchange_field_add"),
    path("profile/<str:public_id>/<str:group>/<str:column>/", profiles.change_field, name="exchange_field"),
    path(
        "profile/<str:public_id>/<str:group>/<str:column>/remove/",
        profiles.remove_field,
        name="exchange_field_remove",
    ),
    path("<str:public_id>/", returns.data_return, name="data_return"),
    path("<str:public_id>/submit/", returns.submit_return, name="data_return_submit"),
    path("<str:public_id>/lay-aside/", returns.lay_aside, name="data_return_lay_aside"),
    path("<str:public_id>/answer/", returns.answer_return, name="data_return_answer"),
    path("<str:public_id>/files/<str:form>/", returns.download, name="data_return_download"),
]

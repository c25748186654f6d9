from django.urls import URLPattern, URLResolver, path

from homeward.apps.local_policy.views import entering, files, parameters, values

urlpatterns: list[URLPattern | URLResolver] = [
    path("", parameters.rules, name="rules"),
    path("local.yaml", files.export, name="local_export"),
    path("take-in/", files.take_in, name="local_import"),
    path("values/", values.local_values, name="local_values"),
    path("values/<str:public_id>/", values.local_value, name="local_value"),
    path("values/<str:public_id>/change/", entering.change_draft, name="change_draft"),
    path("values/<str:public_id>/propose/", entering.propose_value, name="propose_value"),
    path("values/<str:public_id>/decide/", values.decide_value, name="decide_value"),
    path("values/<str:public_id>/withdraw/", values.withdraw_value, name="withdraw_value"),
    path("<str:path>/", parameters.parameter, name="parameter"),
    path("<str:path>/enter/", entering.enter_value, name="enter_value"),
]

from django.urls import URLPattern, URLResolver, path

from homeward.apps.restrictions.views import deciding, overrides, restrictions, reviews

urlpatterns: list[URLPattern | URLResolver] = [
    path("", restrictions.restrictions, name="restrictions"),
    path("propose/", deciding.propose, name="restriction_propose"),
    path("reviews/", reviews.reviews, name="restriction_reviews"),
    path("reviews/<str:public_id>/", reviews.review, name="restriction_review"),
    path("overrides/<str:public_id>/", overrides.override, name="restriction_override"),
    path("overrides/<str:public_id>/decide/", overrides.decide, name="override_decide"),
    path("<str:public_id>/", restrictions.restriction, name="restriction"),
    path("<str:public_id>/decide/", deciding.decide, name="restriction_decide"),
    path("<str:public_id>/take-back/", deciding.take_back, name="restriction_take_back"),
    path("<str:public_id>/lift/", deciding.lift, name="lift_propose"),
    path("<str:public_id>/lift/decide/", deciding.decide_lift, name="lift_decide"),
    path("<str:public_id>/override/", overrides.ask, name="override_ask"),
]

"""Every address of the house, app by app."""

from django.urls import URLPattern, URLResolver, include, path

from homeward.config import health

urlpatterns: list[URLPattern | URLResolver] = [
    path("healthz", health.healthz, name="healthz"),
    path("readyz", health.readyz, name="readyz"),
    path("accounts/", include("allauth.urls")),
    path("", include("homeward.desk.urls")),
    path("", include("homeward.web.urls")),
    path("", include("homeward.api.urls")),
    path("", include("homeward.apps.accounts.urls")),
    path("rules/", include("homeward.apps.local_policy.urls")),
    path("providers/", include("homeward.apps.providers.urls")),
    path("homes/", include("homeward.apps.providers.home_urls")),
    path("children/", include("homeward.apps.children.urls")),
    path("agreements/", include("homeward.apps.agreements.urls")),
    path("placements/", include("homeward.apps.placements.urls")),
    path("funding/", include("homeward.apps.funding.urls")),
    path("applications/", include("homeward.apps.approvals.urls")),
    path("restrictions/", include("homeward.apps.restrictions.urls")),
    path("inspections/", include("homeward.apps.inspections.urls")),
    path("referrals/", include("homeward.apps.referrals.urls")),
    path("searches/", include("homeward.apps.searches.urls")),
    path("decisions/", include("homeward.apps.decisions.urls")),
    path("panels/", include("homeward.apps.panels.urls")),
    path("vacancies/", include("homeward.apps.vacancies.urls")),
    path("frameworks/", include("homeward.apps.frameworks.urls")),
    path("statements/payments/", include("homeward.apps.finance.payment_urls")),
    path("statements/", include("homeward.apps.statements.urls")),
    path("finance/", include("homeward.apps.finance.urls")),
    path("meetings/", include("homeward.apps.meetings.urls")),
    path("imports/", include("homeward.apps.intake.urls")),
    path("exchange/", include("homeward.apps.exchange.urls")),
    path("privacy/", include("homeward.apps.privacy.urls")),
]

from django.urls import URLPattern, URLResolver, path

from homeward.apps.agreements.views import (
    agreements,
    lines,
    lists,
    overrides,
    papers,
    specifications,
    variations,
)

urlpatterns: list[URLPattern | URLResolver] = [
    path("", lists.agreements, name="agreements"),
    path("add/", agreements.agreement_add, name="agreement_add"),
    path("specifications/", lists.specifications, name="specifications"),
    path("specifications/publish/", specifications.specification_publish, name="specification_publish"),
    path("specifications/<str:public_id>/", specifications.specification, name="specification"),
    path("variations/", variations.variations, name="variations"),
    path("variations/<str:public_id>/", variations.variation, name="variation"),
    path("variations/<str:public_id>/decline/", variations.variation_decline, name="variation_decline"),
    path("variations/<str:public_id>/withdraw/", variations.variation_withdraw, name="variation_withdraw"),
    path("variations/<str:public_id>/renew/", variations.variation_renew, name="variation_renew"),
    path("lines/<str:public_id>/", lines.line, name="line"),
    path("lines/<str:public_id>/change/", lines.line_change, name="line_change"),
    path("lines/<str:public_id>/target/", lines.line_target, name="line_target"),
    path("lines/<str:public_id>/price/", lines.line_rate, name="line_rate"),
    path("lines/<str:public_id>/loading/", lines.line_loading, name="line_loading"),
    path("lines/<str:public_id>/value/", overrides.line_override, name="line_override"),
    path("lines/<str:public_id>/<str:kind>/<str:term_id>/end/", lines.line_term_end, name="line_term_end"),
    path("variations/<str:public_id>/pdf/", papers.variation_pdf, name="variation_pdf"),
    path("variations/<str:public_id>/xlsx/", papers.variation_xlsx, name="variation_xlsx"),
    path("<str:public_id>/", agreements.agreement, name="agreement"),
    path("<str:public_id>/change/", agreements.agreement_change, name="agreement_change"),
    path("<str:public_id>/lines/add/", agreements.agreement_line_add, name="agreement_line_add"),
    path("<str:public_id>/vary/", variations.agreement_vary, name="agreement_vary"),
    path("<str:public_id>/end/", agreements.agreement_end, name="agreement_end"),
]

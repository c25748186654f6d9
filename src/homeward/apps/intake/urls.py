"""Addresses of imports, below `/imports/`."""

from django.urls import URLPattern, URLResolver, path

from homeward.apps.intake.views import batches, nights, rows, templates

urlpatterns: list[URLPattern | URLResolver] = [
    path("", batches.imports, name="imports"),
    path("send", batches.send, name="import_send"),
    path("templates", templates.templates, name="import_templates"),
    path("templates/<str:kind>.<str:form>", templates.template, name="import_template"),
    path("rows/<str:public_id>", rows.row, name="import_row"),
    path("<str:public_id>", batches.batch, name="import"),
    path("<str:public_id>/confirm", batches.confirm, name="import_confirm"),
    path("<str:public_id>/withdraw", batches.withdraw, name="import_withdraw"),
    path("<str:public_id>/restart", batches.restart, name="import_restart"),
    path("<str:public_id>/rows", rows.rows, name="import_rows"),
    path("<str:public_id>/problems.<str:form>", rows.problem_file, name="import_problems"),
    path("<str:public_id>/nights", nights.nights, name="import_nights"),
    path("<str:public_id>/nights/rows", nights.night_rows, name="import_night_rows"),
]

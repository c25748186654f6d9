from django.urls import path

from homeward.apps.finance.views import accruals, acquittals, invoices, layouts, results

urlpatterns = [
    path("answers/send/", results.send, name="result_send"),
    path("answers/<str:public_id>/", results.result_file, name="result_file"),
    path("answers/<str:public_id>/record/", results.confirm, name="result_confirm"),
    path("answers/<str:public_id>/withdraw/", results.withdraw, name="result_withdraw"),
    path("files/", layouts.file_layouts, name="file_layouts"),
    path("files/<str:kind>/", layouts.file_layout, name="file_layout"),
    path("accruals/", accruals.accruals, name="accruals"),
    path("accruals/<str:public_id>/", accruals.accrual_line, name="accrual_line"),
    path("commitment/", accruals.commitments, name="commitments"),
    path("invoices/", invoices.invoices, name="invoices"),
    path("invoices/add/", invoices.invoice_add, name="invoice_add"),
    path("invoices/<str:public_id>/", invoices.invoice, name="invoice"),
    path("invoices/<str:public_id>/accept/", invoices.accept, name="invoice_accept"),
    path("invoices/<str:public_id>/return/", invoices.give_back, name="invoice_return"),
    path("invoices/<str:public_id>/withdraw/", invoices.withdraw, name="invoice_withdraw"),
    path("acquittals/", acquittals.acquittals, name="acquittals"),
    path("acquittals/<str:public_id>/", acquittals.acquittal, name="acquittal"),
    path("acquittals/<str:public_id>/send/", acquittals.send, name="acquittal_send"),
    path("acquittals/<str:public_id>/receive/", acquittals.receive, name="acquittal_receive"),
    path("acquittals/<str:public_id>/ask/", acquittals.ask_information, name="information_ask"),
    path("information/<str:public_id>/", acquittals.information_request, name="information_request"),
    path("information/<str:public_id>/answer/", acquittals.answer_request, name="information_answer"),
]

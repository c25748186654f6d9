from django.urls import path

from homeward.apps.statements.views import assessing, board, closing, many, papers, payments, statement, validating

urlpatterns = [
    path("", board.statements, name="statements"),
    path("by-provider/", board.rollup, name="statements_by_provider"),
    path("close/", closing.close, name="period_close"),
    path("many/issue/", many.issue, name="issue_many"),
    path("many/agree/", many.agree, name="agree_many"),
    path("many/agree-provider/", many.agree_provider, name="agree_provider_many"),
    path("closes/<str:public_id>/", closing.report, name="period_close_report"),
    path("payments/", payments.payments, name="payments"),
    path("payments/batches/<str:public_id>/", payments.batch, name="payment_batch"),
    path("<str:public_id>/", statement.page_of, name="statement"),
    path("<str:public_id>/versions/<str:version_id>/", statement.as_it_was, name="statement_version"),
    path("<str:public_id>/versions/<str:version_id>/pdf/", papers.statement_pdf, name="statement_pdf"),
    path("<str:public_id>/versions/<str:version_id>/xlsx/", papers.statement_xlsx, name="statement_xlsx"),
    path("<str:public_id>/assessment/pdf/", papers.assessment_pdf, name="assessment_pdf"),
    path("<str:public_id>/assessment/xlsx/", papers.assessment_xlsx, name="assessment_xlsx"),
    path("<str:public_id>/share.svg", statement.chart, name="statement_chart"),
    path("<str:public_id>/children/", statement.children, name="statement_children"),
    path("<str:public_id>/issue/", validating.issue, name="statement_issue"),
    path("<str:public_id>/agree/", validating.agree, name="statement_agree"),
    path("<str:public_id>/agree-provider/", validating.agree_provider, name="statement_agree_provider"),
    path("<str:public_id>/dispute/", validating.dispute, name="statement_dispute"),
    path("<str:public_id>/disputes/<str:dispute_id>/", validating.answer, name="statement_answer"),
    path("<str:public_id>/disallow/", validating.disallow, name="statement_disallow"),
    path("<str:public_id>/recount/", validating.recount, name="statement_recount"),
    path("<str:public_id>/assess/", assessing.assess, name="statement_assess"),
    path("<str:public_id>/approve/", assessing.approve, name="statement_approve"),
    path("<str:public_id>/send-back/", assessing.send_back, name="statement_send_back"),
]

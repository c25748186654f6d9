from django.urls import path

from homeward.apps.finance.views import payments

urlpatterns = [
    path("", payments.payments, name="payments"),
    path("batches/<str:public_id>/", payments.batch, name="payment_batch"),
    path("batches/<str:public_id>/file/", payments.export, name="payment_export"),
    path("batches/<str:public_id>/anew/", payments.remake, name="payment_remake"),
]

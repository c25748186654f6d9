"""Payments made before answers were read back are paid since their statements are."""

from zoneinfo import ZoneInfo

from django.db import migrations


def settle(apps, schema_editor):
    payments = apps.get_model("statements", "Payment").objects.filter(state="sent", statement__state="paid")
    for payment in payments.select_related("statement", "body"):
        since = payment.statement.since
        payment.state, payment.settled_at = "paid", since
        payment.settled_on = since.astimezone(ZoneInfo(payment.body.time_zone)).date()
        payment.save(update_fields=["state", "settled_at", "settled_on"])


class Migration(migrations.Migration):
    dependencies = [("statements", "0006_version_twin")]
    operations = [migrations.RunPython(settle, migrations.RunPython.noop)]

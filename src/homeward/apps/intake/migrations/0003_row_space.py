"""Room beside each staged row: its load changes it, and it finds its place on the same page."""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("intake", "0002_areas")]

    operations = [
        migrations.RunSQL(
            "ALTER TABLE intake_importrow SET (fillfactor = 50)", "ALTER TABLE intake_importrow RESET (fillfactor)"
        )
    ]

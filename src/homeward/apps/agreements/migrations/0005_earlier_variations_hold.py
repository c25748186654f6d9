"""Variations recorded before signatures existed hold since they were recorded; they changed targets only."""

from django.db import migrations


def hold(apps, schema_editor):
    variations = apps.get_model("agreements", "Variation").objects.filter(state="proposed", document=None)
    for variation in variations:
        variation.state, variation.since = "in_force", variation.recorded_at
        variation.changes = [{"kind": "target", "category": "", **change} for change in variation.changes]
        variation.save(update_fields=["state", "since", "changes"])


class Migration(migrations.Migration):
    dependencies = [("agreements", "0004_variation_signing")]
    operations = [migrations.RunPython(hold, migrations.RunPython.noop)]

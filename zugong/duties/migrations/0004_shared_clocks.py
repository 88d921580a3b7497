from django.db import migrations, models


def empty(apps, schema_editor):
    """Windows are worked out from the rules: they are filled again after the upgrade, and each day."""
    apps.get_model("duties", "Window").objects.all().delete()


class Migration(migrations.Migration):
    dependencies = [("duties", "0003_kept_evaluation")]

    operations = [
        migrations.RunPython(empty, migrations.RunPython.noop),
        migrations.RemoveConstraint(model_name="window", name="window_once"),
        migrations.RemoveIndex(model_name="window", name="window_of_duty"),
        migrations.RemoveIndex(model_name="window", name="window_ending"),
        migrations.RemoveField(model_name="window", name="duty"),
        migrations.RemoveField(model_name="window", name="edition"),
        migrations.AddField(model_name="window", name="clock", field=models.CharField(default="", max_length=120), preserve_default=False),
        migrations.AddConstraint(model_name="window", constraint=models.UniqueConstraint(fields=("book", "clock", "anchor", "period"), name="window_once")),
        migrations.AddIndex(model_name="window", index=models.Index(fields=["book", "clock", "starts_on"], name="window_of_clock")),
        migrations.AddIndex(model_name="window", index=models.Index(fields=["book", "clock", "ends_on"], name="window_ending")),
    ]

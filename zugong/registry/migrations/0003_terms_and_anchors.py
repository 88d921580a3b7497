

import zugong.registry.month_day
from django.db import migrations, models
from django.db.models.functions import ExtractDay, ExtractMonth


def fill(apps, schema_editor):
    """MMDD of `since`, in one statement a table."""
    for table in ("Organization", "Membership", "Committee", "Post"):
        rows = apps.get_model("registry", table).objects.using(schema_editor.connection.alias)
        rows.update(anchor=ExtractMonth("since") * 100 + ExtractDay("since"))


class Migration(migrations.Migration):

    dependencies = [
        ('registry', '0002_initials'),
    ]

    operations = [
        migrations.AddField(
            model_name='committee',
            name='anchor',
            field=zugong.registry.month_day.MonthDay(default=0, editable=False),
        ),
        migrations.AddField(
            model_name='membership',
            name='anchor',
            field=zugong.registry.month_day.MonthDay(default=0, editable=False),
        ),
        migrations.AddField(
            model_name='organization',
            name='anchor',
            field=zugong.registry.month_day.MonthDay(default=0, editable=False),
        ),
        migrations.AddField(
            model_name='post',
            name='anchor',
            field=zugong.registry.month_day.MonthDay(default=0, editable=False),
        ),
        migrations.AddField(
            model_name='post',
            name='ends_on',
            field=models.DateField(blank=True, null=True, verbose_name='任期届满日'),
        ),
        migrations.RunPython(fill, migrations.RunPython.noop),
    ]

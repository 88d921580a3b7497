from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("registry", "0004_id_numbers")]

    operations = [
        migrations.AddField(
            model_name="membership",
            name="converted_on",
            field=models.DateField(blank=True, null=True, verbose_name="转正日期"),
        ),
    ]

"""Every organization and person gets the pinyin initials of its name."""

from django.db import migrations, models

from zugong.registry.initials import InitialsField, initials_of, initials_of_person

BATCH = 500


def fill(apps, schema_editor):
    """In batches along the key: a city has 300,000 people."""
    for table, read in (("Organization", initials_of), ("Person", initials_of_person)):
        rows = apps.get_model("registry", table).objects.using(schema_editor.connection.alias).only("pk", "name").order_by("pk")
        batch = list(rows[:BATCH])
        while batch:
            for row in batch:
                row.initials = read(row.name)
            rows.bulk_update(batch, ["initials"])
            batch = list(rows.filter(pk__gt=batch[-1].pk)[:BATCH])


class Migration(migrations.Migration):
    dependencies = [("registry", "0001_initial")]

    operations = [
        migrations.AddField("organization", "initials", InitialsField(default="", editable=False, max_length=80)),
        migrations.AddField("person", "initials", InitialsField(default="", editable=False, max_length=60, of_person=True)),
        migrations.AddIndex("organization", models.Index(fields=["initials"], name="organization_initials")),
        migrations.AddIndex("person", models.Index(fields=["initials"], name="person_initials")),
        migrations.RunPython(fill, migrations.RunPython.noop),
    ]

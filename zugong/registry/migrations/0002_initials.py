"""Every organization and person gets the pinyin initials of its name."""

from django.db import migrations, models

from zugong.registry.initials import InitialsField, initials_of, initials_of_person

BATCH = 1000


def fill(apps, schema_editor):
    """In batches along the key: a city has 300,000 people."""
    for table, read in (("Organization", initials_of), ("Person", initials_of_person)):
        model = apps.get_model("registry", table)
        rows = model.objects.using(schema_editor.connection.alias).order_by("pk").values_list("pk", "name")
        statement = f"UPDATE {schema_editor.quote_name(model._meta.db_table)} SET initials = %s WHERE id = %s"
        batch = list(rows[:BATCH])
        while batch:
            with schema_editor.connection.cursor() as cursor:
                cursor.executemany(statement, [(read(name), pk) for pk, name in batch])
            batch = list(rows.filter(pk__gt=batch[-1][0])[:BATCH])


class Migration(migrations.Migration):
    dependencies = [("registry", "0001_initial")]

    operations = [
        migrations.AddField("organization", "initials", InitialsField(default="", editable=False, max_length=80)),
        migrations.AddField("person", "initials", InitialsField(default="", editable=False, max_length=60, of_person=True)),
        migrations.AddIndex("organization", models.Index(fields=["initials"], name="organization_initials")),
        migrations.AddIndex("person", models.Index(fields=["initials"], name="person_initials")),
        migrations.RunPython(fill, migrations.RunPython.noop),
    ]

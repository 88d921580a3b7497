import django.db.models.deletion
from django.db import migrations, models

NAMES = ("record_of_organization", "record_of_kind", "record_newest", "record_newest_of")
COLUMNS = (["organization", "kind", "-happened_on", "-id"], ["kind", "-happened_on", "-id"], ["-happened_on", "-id"], ["organization", "-happened_on", "-id"])


def without_own_index(model, field, to, on_delete, related_name, index, column):
    """Another index begins with the same column. The index is dropped alone: SQLite would write the whole table anew."""
    return migrations.SeparateDatabaseAndState(
        [migrations.RunSQL(f'DROP INDEX IF EXISTS "{index}"', f'CREATE INDEX "{index}" ON "records_{model}" ("{column}")')],
        [migrations.AlterField(model, field, models.ForeignKey(db_index=False, on_delete=on_delete, related_name=related_name, to=to))],
    )


class Migration(migrations.Migration):

    dependencies = [
        ('records', '0002_check_in'),
        ('registry', '0001_initial'),
    ]

    operations = [
        *(migrations.RemoveIndex('record', name) for name in NAMES),
        *(migrations.AddIndex('record', models.Index(fields=[*columns, 'withdrawn_at'], name=name)) for name, columns in zip(NAMES, COLUMNS)),
        without_own_index('record', 'organization', 'registry.organization', django.db.models.deletion.PROTECT, 'records', 'records_record_organization_id_120df185', 'organization_id'),
        without_own_index('attendance', 'record', 'records.record', django.db.models.deletion.CASCADE, 'roll', 'records_attendance_record_id_df874bf3', 'record_id'),
        without_own_index('attendance', 'person', 'registry.person', django.db.models.deletion.PROTECT, 'attendances', 'records_attendance_person_id_3131e78f', 'person_id'),
    ]

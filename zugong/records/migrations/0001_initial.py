

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('registry', '0001_initial'),
    ]

    operations = [
        migrations.CreateModel(
            name='Session',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('key', models.CharField(max_length=40, unique=True)),
                ('happened_on', models.DateField(verbose_name='日期')),
                ('begins', models.TimeField(null=True, verbose_name='开始')),
                ('minutes', models.PositiveIntegerField(null=True, verbose_name='时长（分钟）')),
                ('place', models.CharField(blank=True, max_length=80, verbose_name='地点')),
            ],
        ),
        migrations.CreateModel(
            name='Record',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(max_length=60)),
                ('happened_on', models.DateField()),
                ('minutes', models.PositiveIntegerField(null=True)),
                ('expected', models.PositiveIntegerField(default=0)),
                ('present', models.PositiveIntegerField(default=0)),
                ('entitled', models.PositiveIntegerField(default=0)),
                ('entitled_present', models.PositiveIntegerField(default=0)),
                ('guests', models.PositiveIntegerField(default=0)),
                ('fields', models.JSONField(default=dict)),
                ('code_1', models.CharField(max_length=60, null=True)),
                ('code_2', models.CharField(max_length=60, null=True)),
                ('code_3', models.CharField(max_length=60, null=True)),
                ('code_4', models.CharField(max_length=60, null=True)),
                ('number_1', models.BigIntegerField(null=True)),
                ('number_2', models.BigIntegerField(null=True)),
                ('number_3', models.BigIntegerField(null=True)),
                ('number_4', models.BigIntegerField(null=True)),
                ('day_1', models.DateField(null=True)),
                ('day_2', models.DateField(null=True)),
                ('filed_at', models.DateTimeField()),
                ('filed_by', models.BigIntegerField(null=True)),
                ('version', models.PositiveIntegerField(default=1)),
                ('withdrawn_at', models.DateTimeField(null=True)),
                ('withdrawn_for', models.CharField(blank=True, max_length=200)),
                ('sealed_at', models.DateTimeField(null=True)),
                ('organization', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='records', to='registry.organization')),
                ('session', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='records', to='records.session')),
            ],
        ),
        migrations.CreateModel(
            name='FormerVersion',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('version', models.PositiveIntegerField()),
                ('replaced_at', models.DateTimeField()),
                ('replaced_by', models.BigIntegerField(null=True)),
                ('reason', models.CharField(max_length=200)),
                ('values', models.JSONField()),
                ('record', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='former', to='records.record')),
            ],
        ),
        migrations.CreateModel(
            name='Attendance',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('may_vote', models.BooleanField()),
                ('present', models.BooleanField()),
                ('absence', models.CharField(blank=True, max_length=12)),
                ('person', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='attendances', to='registry.person')),
                ('record', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='roll', to='records.record')),
            ],
            options={
                'indexes': [models.Index(fields=['person', 'record'], name='attendance_of_person')],
                'constraints': [models.UniqueConstraint(fields=('record', 'person'), name='attendance_once'), models.CheckConstraint(condition=models.Q(models.Q(('absence', ''), ('present', True)), models.Q(('present', False), models.Q(('absence', ''), _negated=True)), _connector='OR'), name='attendance_absent_with_code')],
            },
        ),
        migrations.AddIndex(
            model_name='record',
            index=models.Index(fields=['organization', 'kind', '-happened_on', '-id'], name='record_of_organization'),
        ),
        migrations.AddIndex(
            model_name='record',
            index=models.Index(fields=['kind', '-happened_on', '-id'], name='record_of_kind'),
        ),
        migrations.AddIndex(
            model_name='record',
            index=models.Index(fields=['-happened_on', '-id'], name='record_newest'),
        ),
        migrations.AddIndex(
            model_name='record',
            index=models.Index(fields=['organization', '-happened_on', '-id'], name='record_newest_of'),
        ),
        migrations.AddConstraint(
            model_name='record',
            constraint=models.UniqueConstraint(condition=models.Q(('withdrawn_at__isnull', True)), fields=('session', 'organization', 'kind'), name='record_once_a_session'),
        ),
        migrations.AddConstraint(
            model_name='record',
            constraint=models.CheckConstraint(condition=models.Q(('present__lte', models.F('expected'))), name='record_present_within_expected'),
        ),
        migrations.AddConstraint(
            model_name='record',
            constraint=models.CheckConstraint(condition=models.Q(('entitled__lte', models.F('expected')), ('entitled_present__lte', models.F('entitled'))), name='record_entitled_in_order'),
        ),
    ]


import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
    ]

    operations = [
        migrations.CreateModel(
            name='Batch',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('roster', models.CharField(max_length=80, verbose_name='表')),
                ('name', models.CharField(max_length=120, verbose_name='文件名')),
                ('state', models.CharField(choices=[('received', '等待核对'), ('checked', '已核对'), ('failed', '读不了'), ('to_confirm', '正在写入'), ('confirmed', '已导入'), ('to_undo', '正在撤回'), ('undone', '已撤回'), ('dropped', '已放弃')], db_index=True, default='received', max_length=12, verbose_name='状态')),
                ('by', models.BigIntegerField(db_index=True, null=True)),
                ('received_at', models.DateTimeField()),
                ('confirmed_at', models.DateTimeField(null=True)),
                ('undone_at', models.DateTimeField(null=True)),
                ('size', models.PositiveIntegerField(default=0)),
                ('sha256', models.CharField(blank=True, max_length=64)),
                ('total', models.PositiveIntegerField(default=0)),
                ('done', models.PositiveIntegerField(default=0)),
                ('found', models.JSONField(default=dict)),
                ('chosen', models.JSONField(default=dict)),
                ('pieces', models.JSONField(default=list)),
                ('digest', models.CharField(blank=True, max_length=64)),
                ('stamp', models.CharField(blank=True, max_length=60)),
                ('line', models.BigIntegerField(null=True)),
                ('message', models.CharField(blank=True, max_length=400)),
            ],
        ),
        migrations.CreateModel(
            name='MendedCell',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('sheet', models.CharField(blank=True, max_length=100)),
                ('row', models.PositiveIntegerField()),
                ('column', models.CharField(max_length=60)),
                ('text', models.CharField(blank=True, max_length=2000)),
                ('batch', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='mended', to='sheets.batch')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('batch', 'sheet', 'row', 'column'), name='mended_cell_once')],
            },
        ),
        migrations.CreateModel(
            name='Trace',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('place', models.PositiveIntegerField()),
                ('content', models.JSONField()),
                ('batch', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='traces', to='sheets.batch')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('batch', 'place'), name='trace_in_its_place')],
            },
        ),
    ]

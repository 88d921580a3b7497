

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('registry', '0001_initial'),
    ]

    operations = [
        migrations.CreateModel(
            name='Plan',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('title', models.CharField(max_length=120, verbose_name='标题')),
                ('year', models.PositiveSmallIntegerField(unique=True, verbose_name='年度')),
                ('imported_at', models.DateTimeField()),
                ('noise', models.JSONField(default=list)),
            ],
        ),
        migrations.CreateModel(
            name='Sentence',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('sort', models.CharField(choices=[('preamble', '前言'), ('part', '部分'), ('item', '条目'), ('measure', '举措')], max_length=10)),
                ('number', models.CharField(blank=True, max_length=20)),
                ('text', models.TextField()),
                ('position', models.PositiveIntegerField()),
                ('due_on', models.DateField(blank=True, null=True, verbose_name='完成时限')),
                ('version', models.PositiveIntegerField(default=1)),
                ('cooperating', models.ManyToManyField(related_name='+', to='registry.organization', verbose_name='配合单位')),
                ('lead', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='registry.organization', verbose_name='牵头单位')),
                ('parent', models.ForeignKey(null=True, on_delete=django.db.models.deletion.CASCADE, related_name='children', to='plans.sentence')),
                ('plan', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='sentences', to='plans.plan')),
            ],
        ),
        migrations.CreateModel(
            name='Match',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('mechanism', models.CharField(max_length=80)),
                ('words', models.JSONField(default=list)),
                ('state', models.CharField(choices=[('found', '系统匹配'), ('confirmed', '已确认'), ('refused', '已否定')], default='found', max_length=10)),
                ('sentence', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='matches', to='plans.sentence')),
            ],
        ),
        migrations.CreateModel(
            name='Goal',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('indicator', models.CharField(max_length=80, verbose_name='指标')),
                ('target', models.DecimalField(decimal_places=2, max_digits=12, verbose_name='目标')),
                ('baseline', models.DecimalField(blank=True, decimal_places=2, max_digits=12, null=True, verbose_name='基数')),
                ('sentence', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='goals', to='plans.sentence')),
            ],
        ),
        migrations.AddConstraint(
            model_name='sentence',
            constraint=models.UniqueConstraint(fields=('plan', 'position'), name='sentence_position_once'),
        ),
        migrations.AddConstraint(
            model_name='match',
            constraint=models.UniqueConstraint(fields=('sentence', 'mechanism'), name='match_once'),
        ),
        migrations.AddConstraint(
            model_name='goal',
            constraint=models.UniqueConstraint(fields=('sentence', 'indicator'), name='goal_once'),
        ),
        migrations.AddConstraint(
            model_name='goal',
            constraint=models.CheckConstraint(condition=models.Q(('target__gte', 0)), name='goal_not_negative'),
        ),
    ]

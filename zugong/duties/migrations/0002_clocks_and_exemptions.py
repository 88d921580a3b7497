

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('duties', '0001_initial'),
        ('registry', '0003_terms_and_anchors'),
    ]

    operations = [
        migrations.CreateModel(
            name='Exemption',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('duty', models.CharField(max_length=80)),
                ('sort', models.CharField(choices=[('excused', '批准免除'), ('not_applicable', '不适用')], max_length=16, verbose_name='性质')),
                ('since', models.DateField(verbose_name='从哪天起')),
                ('until', models.DateField(null=True, verbose_name='到哪天止')),
                ('reason', models.CharField(max_length=200, verbose_name='理由')),
                ('state', models.CharField(choices=[('asked', '待批准'), ('approved', '已批准'), ('refused', '未批准'), ('taken_back', '已撤回')], default='asked', max_length=12)),
                ('asked_by', models.BigIntegerField(null=True)),
                ('asked_at', models.DateTimeField()),
                ('decided_by', models.BigIntegerField(null=True)),
                ('decided_at', models.DateTimeField(null=True)),
                ('decided_for', models.CharField(blank=True, max_length=200, verbose_name='批复')),
            ],
        ),
        migrations.RemoveConstraint(
            model_name='window',
            name='window_once',
        ),
        migrations.AddField(
            model_name='window',
            name='anchor',
            field=models.PositiveSmallIntegerField(default=0),
        ),
        migrations.AlterField(
            model_name='window',
            name='period',
            field=models.CharField(max_length=10),
        ),
        migrations.AddIndex(
            model_name='window',
            index=models.Index(fields=['book', 'duty', 'edition', 'ends_on'], name='window_ending'),
        ),
        migrations.AddConstraint(
            model_name='window',
            constraint=models.UniqueConstraint(fields=('book', 'duty', 'anchor', 'period'), name='window_once'),
        ),
        migrations.AddField(
            model_name='exemption',
            name='organization',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='exemptions', to='registry.organization'),
        ),
        migrations.AddField(
            model_name='exemption',
            name='person',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='exemptions', to='registry.person'),
        ),
        migrations.AddIndex(
            model_name='exemption',
            index=models.Index(fields=['duty', 'organization', 'state'], name='exemption_of_duty'),
        ),
        migrations.AddIndex(
            model_name='exemption',
            index=models.Index(fields=['state', 'id'], name='exemption_waiting'),
        ),
        migrations.AddConstraint(
            model_name='exemption',
            constraint=models.UniqueConstraint(condition=models.Q(('person__isnull', True), ('state', 'asked')), fields=('duty', 'organization'), name='exemption_asked_once'),
        ),
        migrations.AddConstraint(
            model_name='exemption',
            constraint=models.UniqueConstraint(condition=models.Q(('state', 'asked')), fields=('duty', 'organization', 'person'), name='exemption_of_person_asked_once'),
        ),
        migrations.AddConstraint(
            model_name='exemption',
            constraint=models.CheckConstraint(condition=models.Q(('until__isnull', True), ('until__gte', models.F('since')), _connector='OR'), name='exemption_in_order'),
        ),
    ]

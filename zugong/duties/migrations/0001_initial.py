

from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
    ]

    operations = [
        migrations.CreateModel(
            name='Window',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('book', models.CharField(blank=True, max_length=40)),
                ('duty', models.CharField(max_length=80)),
                ('edition', models.PositiveSmallIntegerField()),
                ('period', models.CharField(max_length=8)),
                ('starts_on', models.DateField()),
                ('ends_on', models.DateField()),
                ('on_time_until', models.DateField()),
                ('closes_on', models.DateField()),
            ],
            options={
                'indexes': [models.Index(fields=['book', 'duty', 'edition', 'starts_on'], name='window_of_duty')],
                'constraints': [models.UniqueConstraint(fields=('book', 'duty', 'period'), name='window_once')],
            },
        ),
    ]

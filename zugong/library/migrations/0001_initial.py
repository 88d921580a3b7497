

from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
    ]

    operations = [
        migrations.CreateModel(
            name='AdoptedFile',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('key', models.CharField(max_length=80)),
                ('name', models.CharField(max_length=160)),
                ('text', models.TextField()),
                ('adopted_at', models.DateTimeField()),
                ('adopted_by', models.BigIntegerField(null=True)),
                ('note', models.CharField(blank=True, max_length=400)),
                ('replaced_at', models.DateTimeField(null=True)),
            ],
            options={
                'constraints': [models.UniqueConstraint(condition=models.Q(('replaced_at__isnull', True)), fields=('key',), name='adopted_once')],
            },
        ),
    ]

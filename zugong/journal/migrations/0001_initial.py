

from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
    ]

    operations = [
        migrations.CreateModel(
            name='Line',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('at', models.DateTimeField(db_index=True)),
                ('by', models.BigIntegerField(null=True)),
                ('address', models.CharField(db_index=True, max_length=80)),
                ('verb', models.CharField(max_length=40)),
                ('fields', models.CharField(blank=True, max_length=400)),
                ('reason', models.CharField(blank=True, max_length=400)),
            ],
        ),
        migrations.CreateModel(
            name='Reading',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('at', models.DateTimeField(db_index=True)),
                ('by', models.BigIntegerField()),
                ('address', models.CharField(db_index=True, max_length=80)),
            ],
        ),
    ]

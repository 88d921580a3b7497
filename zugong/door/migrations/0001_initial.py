

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
    ]

    operations = [
        migrations.CreateModel(
            name='Account',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('password', models.CharField(max_length=128, verbose_name='password')),
                ('last_login', models.DateTimeField(blank=True, null=True, verbose_name='last login')),
                ('username', models.CharField(max_length=60, unique=True, verbose_name='账号')),
                ('name', models.CharField(max_length=60, verbose_name='姓名')),
                ('person', models.BigIntegerField(blank=True, null=True, unique=True)),
                ('is_active', models.BooleanField(default=True)),
                ('session_stamp', models.PositiveIntegerField(default=0)),
                ('invited_at', models.DateTimeField(null=True)),
            ],
            options={
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='Installation',
            fields=[
                ('key', models.CharField(max_length=40, primary_key=True, serialize=False)),
                ('value', models.CharField(blank=True, max_length=200)),
            ],
        ),
        migrations.CreateModel(
            name='Grant',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('role', models.CharField(max_length=40, verbose_name='角色')),
                ('reach', models.CharField(choices=[('self', '本人'), ('own', '本组织'), ('below', '本组织及下级'), ('chosen', '指定组织'), ('all', '全部')], max_length=8, verbose_name='范围')),
                ('path', models.CharField(blank=True, max_length=80)),
                ('since', models.DateField(verbose_name='起')),
                ('until', models.DateField(null=True, verbose_name='止')),
                ('because', models.CharField(blank=True, db_index=True, max_length=80)),
                ('account', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='grants', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'constraints': [models.CheckConstraint(condition=models.Q(('reach', 'all'), models.Q(('path', ''), _negated=True), _connector='OR'), name='grant_has_path'), models.CheckConstraint(condition=models.Q(('until__isnull', True), ('until__gte', models.F('since')), _connector='OR'), name='grant_in_order')],
            },
        ),
    ]

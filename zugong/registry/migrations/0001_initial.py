

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
    ]

    operations = [
        migrations.CreateModel(
            name='Person',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(db_index=True, max_length=60, verbose_name='姓名')),
                ('gender', models.CharField(blank=True, choices=[('male', '男'), ('female', '女')], max_length=6, verbose_name='性别')),
                ('born_on', models.DateField(blank=True, null=True, verbose_name='出生年月')),
                ('phone', models.CharField(blank=True, max_length=20, verbose_name='联系电话')),
                ('version', models.PositiveIntegerField(default=1)),
            ],
        ),
        migrations.CreateModel(
            name='Organization',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('since', models.DateField(verbose_name='起')),
                ('until', models.DateField(blank=True, null=True, verbose_name='止')),
                ('code', models.CharField(max_length=20, unique=True, verbose_name='组织代码')),
                ('name', models.CharField(max_length=80, verbose_name='名称')),
                ('kind', models.CharField(choices=[('department', '党委工作部门'), ('party_committee', '党委（党组）'), ('primary_committee', '基层党委（党工委）'), ('general_branch', '党总支'), ('branch', '党支部'), ('party_group', '党小组'), ('organ', '机关'), ('institution', '事业单位'), ('soe', '国有企业'), ('subdistrict', '乡镇（街道）'), ('village', '村'), ('community', '社区'), ('firm', '非公有制企业'), ('social_organization', '社会组织'), ('association', '联谊会、协会'), ('school', '学校'), ('hospital', '医院')], max_length=24, verbose_name='类型')),
                ('domain', models.CharField(blank=True, choices=[('village', '农村'), ('community', '社区'), ('organ', '机关'), ('institution', '事业单位'), ('soe', '国企'), ('school', '学校'), ('hospital', '医院'), ('new_organization', '两新组织')], max_length=24, verbose_name='领域')),
                ('credit_code', models.CharField(blank=True, max_length=18, verbose_name='统一社会信用代码')),
                ('path', models.CharField(max_length=80, unique=True)),
                ('parent', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='children', to='registry.organization', verbose_name='上级')),
                ('unit', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='party_organizations', to='registry.organization', verbose_name='设在单位')),
            ],
        ),
        migrations.CreateModel(
            name='Committee',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('since', models.DateField(verbose_name='起')),
                ('until', models.DateField(blank=True, null=True, verbose_name='止')),
                ('ends_on', models.DateField(null=True, verbose_name='任期届满日')),
                ('organization', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='committees', to='registry.organization')),
            ],
        ),
        migrations.CreateModel(
            name='Membership',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('since', models.DateField(verbose_name='起')),
                ('until', models.DateField(blank=True, null=True, verbose_name='止')),
                ('standing', models.CharField(choices=[('full', '正式党员'), ('probationary', '预备党员')], max_length=12, verbose_name='党员类别')),
                ('may_vote', models.BooleanField(default=True, verbose_name='有表决权')),
                ('joined_on', models.DateField(blank=True, null=True, verbose_name='入党日期')),
                ('path', models.CharField(max_length=80)),
                ('ended_for', models.CharField(blank=True, max_length=20)),
                ('group', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='group_memberships', to='registry.organization')),
                ('organization', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='memberships', to='registry.organization')),
                ('person', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='memberships', to='registry.person')),
            ],
        ),
        migrations.CreateModel(
            name='Placement',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('since', models.DateField(verbose_name='起')),
                ('until', models.DateField(blank=True, null=True, verbose_name='止')),
                ('name', models.CharField(max_length=80)),
                ('path', models.CharField(db_index=True, max_length=80)),
                ('organization', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='placements', to='registry.organization')),
                ('parent', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='registry.organization')),
            ],
        ),
        migrations.CreateModel(
            name='Post',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('since', models.DateField(verbose_name='起')),
                ('until', models.DateField(blank=True, null=True, verbose_name='止')),
                ('role', models.CharField(choices=[('secretary', '书记'), ('deputy_secretary', '副书记'), ('committee_member', '委员'), ('group_leader', '党小组长'), ('chief', '行政正职'), ('deputy_chief', '行政副职'), ('staff', '工作人员')], max_length=20, verbose_name='职务')),
                ('title', models.CharField(blank=True, max_length=60, verbose_name='职务名称')),
                ('committee', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='posts', to='registry.committee')),
                ('organization', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='posts', to='registry.organization')),
                ('person', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='posts', to='registry.person')),
            ],
        ),
        migrations.CreateModel(
            name='Transfer',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('sent_on', models.DateField(verbose_name='转出日期')),
                ('closed_on', models.DateField(null=True)),
                ('state', models.CharField(choices=[('sent', '待接收'), ('received', '已接收'), ('sent_back', '已退回')], default='sent', max_length=10)),
                ('reason', models.CharField(blank=True, max_length=200, verbose_name='说明')),
                ('membership', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='transfers', to='registry.membership')),
                ('origin', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='registry.organization')),
                ('target', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='registry.organization')),
            ],
        ),
        migrations.AddIndex(
            model_name='organization',
            index=models.Index(fields=['kind', 'path'], name='organization_kind_path'),
        ),
        migrations.AddIndex(
            model_name='organization',
            index=models.Index(fields=['name'], name='organization_name'),
        ),
        migrations.AddIndex(
            model_name='organization',
            index=models.Index(fields=['parent', 'path'], name='organization_children'),
        ),
        migrations.AddConstraint(
            model_name='organization',
            constraint=models.UniqueConstraint(condition=models.Q(('credit_code', ''), _negated=True), fields=('credit_code',), name='organization_credit_code_once'),
        ),
        migrations.AddConstraint(
            model_name='organization',
            constraint=models.CheckConstraint(condition=models.Q(('until__isnull', True), ('until__gt', models.F('since')), _connector='OR'), name='organization_in_order'),
        ),
        migrations.AddConstraint(
            model_name='committee',
            constraint=models.UniqueConstraint(condition=models.Q(('until__isnull', True)), fields=('organization',), name='committee_open_once'),
        ),
        migrations.AddIndex(
            model_name='membership',
            index=models.Index(fields=['path', 'id'], name='membership_path'),
        ),
        migrations.AddConstraint(
            model_name='membership',
            constraint=models.UniqueConstraint(condition=models.Q(('until__isnull', True)), fields=('person',), name='membership_open_once'),
        ),
        migrations.AddConstraint(
            model_name='membership',
            constraint=models.CheckConstraint(condition=models.Q(('until__isnull', True), ('until__gte', models.F('since')), _connector='OR'), name='membership_in_order'),
        ),
        migrations.AddConstraint(
            model_name='membership',
            constraint=models.CheckConstraint(condition=models.Q(('standing', 'full'), ('may_vote', False), _connector='OR'), name='membership_probationary_has_no_vote'),
        ),
        migrations.AddConstraint(
            model_name='placement',
            constraint=models.UniqueConstraint(condition=models.Q(('until__isnull', True)), fields=('organization',), name='placement_open_once'),
        ),
        migrations.AddConstraint(
            model_name='post',
            constraint=models.UniqueConstraint(condition=models.Q(('until__isnull', True), ('role', 'secretary')), fields=('organization',), name='post_one_secretary'),
        ),
        migrations.AddConstraint(
            model_name='post',
            constraint=models.UniqueConstraint(condition=models.Q(('until__isnull', True)), fields=('organization', 'person', 'role'), name='post_held_once'),
        ),
        migrations.AddIndex(
            model_name='transfer',
            index=models.Index(fields=['state', 'target'], name='transfer_target'),
        ),
        migrations.AddIndex(
            model_name='transfer',
            index=models.Index(fields=['state', 'origin'], name='transfer_origin'),
        ),
        migrations.AddConstraint(
            model_name='transfer',
            constraint=models.UniqueConstraint(condition=models.Q(('state', 'sent')), fields=('membership',), name='transfer_open_once'),
        ),
    ]

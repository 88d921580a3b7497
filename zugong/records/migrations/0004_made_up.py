

from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('records', '0003_counts_along_indexes'),
        ('registry', '0003_terms_and_anchors'),
    ]

    operations = [
        migrations.AddField(
            model_name='attendance',
            name='made_up_on',
            field=models.DateField(null=True, verbose_name='补上日期'),
        ),
        migrations.AddConstraint(
            model_name='attendance',
            constraint=models.CheckConstraint(condition=models.Q(('made_up_on__isnull', True), ('present', False), _connector='OR'), name='attendance_made_up_when_absent'),
        ),
    ]

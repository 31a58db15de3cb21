import django.db.models.deletion
import pghistory.utils
import rptc.days
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('letters', '0008_unit_has_room'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='Emblem',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('content', models.BinaryField(editable=False, null=True)),
                ('sha256', models.CharField(blank=True, editable=False, max_length=64)),
                ('recorded_at', models.DateTimeField(default=rptc.days.now, editable=False, verbose_name='dicatat pada')),
                ('recorded_by', models.ForeignKey(editable=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'verbose_name': 'lambang',
                'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('content', None), ('sha256', '')), models.Q(('content__isnull', False), ('sha256__regex', '^[0-9a-f]{64}$')), _connector='OR'), name='emblem_has_its_hash')],
            },
        ),
        migrations.CreateModel(
            name='EmblemEvent',
            fields=[
                ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                ('pgh_label', models.TextField(help_text='The event label.')),
                ('pgh_context', pghistory.utils.JSONField(null=True)),
                ('pgh_context_id', models.UUIDField(null=True)),
                ('id', models.BigIntegerField()),
                ('sha256', models.CharField(blank=True, editable=False, max_length=64)),
                ('recorded_at', models.DateTimeField(default=rptc.days.now, editable=False, verbose_name='dicatat pada')),
                ('pgh_obj', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='history', to='letters.emblem')),
                ('recorded_by', models.ForeignKey(db_constraint=False, editable=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'abstract': False,
            },
        ),
    ]

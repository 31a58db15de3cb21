import uuid

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import rptc.days


class Migration(migrations.Migration):
    """A delegation keeps who typed it and when as every row does that a form makes."""

    dependencies = [("accounts", "0004_delegation_of_extensions")]

    operations = [
        migrations.RemoveConstraint("delegation", "delegation_goes_to_another"),
        migrations.RemoveConstraint("delegation", "delegation_is_sent_once"),
        migrations.RenameField("delegation", "entered_by", "recorded_by"),
        migrations.RenameField("delegation", "entered_at", "recorded_at"),
        migrations.RenameField("delegationevent", "entered_by", "recorded_by"),
        migrations.RenameField("delegationevent", "entered_at", "recorded_at"),
        migrations.AddField(
            model_name='delegation',
            name='send_digest',
            field=models.CharField(blank=True, editable=False, max_length=64),
        ),
        migrations.AddField(
            model_name='delegationevent',
            name='send_digest',
            field=models.CharField(blank=True, editable=False, max_length=64),
        ),
        migrations.AlterField(
            model_name='delegation',
            name='recorded_at',
            field=models.DateTimeField(default=rptc.days.now, editable=False, verbose_name='dicatat pada'),
        ),
        migrations.AlterField(
            model_name='delegation',
            name='recorded_by',
            field=models.ForeignKey(editable=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='dicatat oleh'),
        ),
        migrations.AlterField(
            model_name='delegation',
            name='send_key',
            field=models.UUIDField(default=uuid.uuid4, editable=False),
        ),
        migrations.AlterField(
            model_name='delegationevent',
            name='recorded_at',
            field=models.DateTimeField(default=rptc.days.now, editable=False, verbose_name='dicatat pada'),
        ),
        migrations.AlterField(
            model_name='delegationevent',
            name='recorded_by',
            field=models.ForeignKey(db_constraint=False, editable=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to=settings.AUTH_USER_MODEL, verbose_name='dicatat oleh'),
        ),
        migrations.AlterField(
            model_name='delegationevent',
            name='send_key',
            field=models.UUIDField(default=uuid.uuid4, editable=False),
        ),
        migrations.AddConstraint(
            model_name='delegation',
            constraint=models.UniqueConstraint(fields=('send_key', 'recorded_by'), name='delegation_is_sent_once'),
        ),
        migrations.AddConstraint(
            model_name='delegation',
            constraint=models.CheckConstraint(condition=models.Q(('delegate', models.F('recorded_by')), _negated=True), name='delegation_goes_to_another', violation_error_message='Wewenang dilimpahkan kepada orang lain.'),
        ),
    ]

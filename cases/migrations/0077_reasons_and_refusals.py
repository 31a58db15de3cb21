"""A refusal of a paper can be taken back. Why somebody stands in for a guardian, and which family
was found, go under the application's key. Their history keeps neither, as of all that lies there:
both are said once. The fingerprint of the form goes too, for a short text could be guessed from
it."""

import uuid

import django.db.models.deletion
import pghistory.utils
from cryptography.fernet import Fernet, MultiFernet
from django.conf import settings
from django.db import migrations, models
from django.db.models import Q

import rptc.days
from rptc.migrating import checked_at_once, without_triggers


def seal(apps, schema_editor):
    keys = MultiFernet([Fernet(key) for key in settings.TEXT_KEYS])

    def sealed(text):
        return keys.encrypt(text.encode()).decode() if text else ""

    with schema_editor.connection.cursor() as cursor:
        cursor.execute("SELECT id, reason, end_reason FROM cases_standin ORDER BY id")
        for pk, reason, end_reason in cursor.fetchall():
            cursor.execute(
                "UPDATE cases_standin SET sealed_reason = %s, sealed_end_reason = %s"
                " WHERE id = %s",
                [sealed(reason), sealed(end_reason), pk],
            )
        # So that no file of the tables keeps what the dropped columns held.
        for table in ("cases_standin", "cases_standinevent"):
            cursor.execute(f"UPDATE {table} SET reason = '', end_reason = '', send_digest = ''")  # noqa: S608


class Migration(migrations.Migration):
    dependencies = [
        ("cases", "0076_mended_help"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        without_triggers("cases_standin"),
        migrations.RemoveConstraint("standin", "stand_in_end_says_who_and_why"),
        migrations.AddField(
            "standin",
            "sealed_end_reason",
            models.TextField(
                "mengapa berakhir", blank=True, editable=False, max_length=1_800, default=""
            ),
            preserve_default=False,
        ),
        migrations.AddField(
            "standin",
            "sealed_reason",
            models.TextField(
                "alasan, dan apa yang sudah dicari",
                editable=False,
                max_length=3_400,
                default="",
            ),
            preserve_default=False,
        ),
        migrations.RunPython(seal, migrations.RunPython.noop),
        checked_at_once(),
        migrations.RemoveField("standin", "end_reason"),
        migrations.RemoveField("standin", "reason"),
        migrations.RemoveField("standinevent", "end_reason"),
        migrations.RemoveField("standinevent", "reason"),
        migrations.AddConstraint(
            "standin",
            models.CheckConstraint(
                condition=~Q(state="ended") & Q(ended_at=None, ended_by=None, sealed_end_reason="")
                | Q(state="ended", ended_at__isnull=False, ended_by__isnull=False)
                & ~Q(sealed_end_reason=""),
                name="stand_in_end_says_who_and_why",
                violation_error_message="Tulis mengapa berakhir.",
            ),
        ),
        migrations.AddConstraint(
            "standin",
            models.CheckConstraint(
                condition=~Q(sealed_reason=""), name="stand_in_has_a_reason"
            ),
        ),
        migrations.CreateModel(
            name='PaperRefusalEnd',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('recorded_at', models.DateTimeField(default=rptc.days.now, editable=False, verbose_name='dicatat pada')),
                ('send_key', models.UUIDField(default=uuid.uuid4, editable=False)),
                ('send_digest', models.CharField(blank=True, editable=False, max_length=64)),
                ('on', models.DateField(default=rptc.days.today, verbose_name='ditarik pada')),
                ('words', models.CharField(max_length=200, verbose_name='mengapa ditarik')),
                ('recorded_by', models.ForeignKey(editable=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='dicatat oleh')),
                ('refusal', models.OneToOneField(editable=False, on_delete=django.db.models.deletion.PROTECT, related_name='taken_back', to='cases.paperrefusal')),
            ],
            options={
                'verbose_name': 'penolakan dokumen yang ditarik',
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='PaperRefusalEndEvent',
            fields=[
                ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                ('pgh_label', models.TextField(help_text='The event label.')),
                ('pgh_context', pghistory.utils.JSONField(null=True)),
                ('pgh_context_id', models.UUIDField(null=True)),
                ('id', models.BigIntegerField()),
                ('recorded_at', models.DateTimeField(default=rptc.days.now, editable=False, verbose_name='dicatat pada')),
                ('send_key', models.UUIDField(default=uuid.uuid4, editable=False)),
                ('send_digest', models.CharField(blank=True, editable=False, max_length=64)),
                ('on', models.DateField(default=rptc.days.today, verbose_name='ditarik pada')),
                ('words', models.CharField(max_length=200, verbose_name='mengapa ditarik')),
                ('pgh_obj', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='history', to='cases.paperrefusalend')),
                ('recorded_by', models.ForeignKey(db_constraint=False, editable=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to=settings.AUTH_USER_MODEL, verbose_name='dicatat oleh')),
                ('refusal', models.ForeignKey(db_constraint=False, editable=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='cases.paperrefusal')),
            ],
            options={
                'abstract': False,
            },
        ),
        migrations.AddConstraint(
            model_name='paperrefusalend',
            constraint=models.UniqueConstraint(fields=('send_key', 'recorded_by'), name='paperrefusalend_is_sent_once'),
        ),
        migrations.AddConstraint(
            model_name='paperrefusalend',
            constraint=models.CheckConstraint(condition=models.Q(('words', ''), _negated=True), name='paper_refusal_end_says_why', violation_error_message='Tulis mengapa ditarik.'),
        ),
    ]

"""Why somebody stands in for a guardian, and which family was found, go under the application's
key. Their history keeps neither, as of all that lies there: both are said once. The fingerprint of
the form goes too, for a short text could be guessed from it."""

from cryptography.fernet import Fernet, MultiFernet
from django.conf import settings
from django.db import migrations, models
from django.db.models import Q


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
    ]

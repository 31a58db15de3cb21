from django.db import migrations

# Why a line was struck was not asked before.
SAY_SO = """
    UPDATE partners_earlierreferral SET strike_reason = 'Alasannya belum ditanyakan waktu itu.'
     WHERE is_struck AND strike_reason = ''
"""


class Migration(migrations.Migration):
    dependencies = [
        ("partners", "0028_struck_lines_say_why"),
    ]

    operations = [
        migrations.RunSQL(SAY_SO, migrations.RunSQL.noop),
    ]

from django.db import migrations

# Who received it was not asked before; when it was written down is the nearest that is known.
SAY_SO = """
    UPDATE cases_absenceact SET told_at = recorded_at
     WHERE kind = 'police' AND told_at IS NULL
"""


class Migration(migrations.Migration):
    dependencies = [
        ("cases", "0086_absence_acts_say_who"),
    ]

    operations = [
        migrations.RunSQL(SAY_SO, migrations.RunSQL.noop),
    ]

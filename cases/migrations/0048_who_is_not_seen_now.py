from django.db import migrations

# Of whom an absence is open when the column comes; from then on each absence tells its stay.
OPEN = """
    UPDATE cases_stay SET not_seen_since = cases_absence.last_seen_at
      FROM cases_absence
     WHERE cases_absence.stay_id = cases_stay.id AND cases_absence.ended_at IS NULL
"""


def tell(apps, schema_editor):
    with schema_editor.connection.cursor() as cursor:
        cursor.execute(OPEN)


class Migration(migrations.Migration):
    dependencies = [("cases", "0047_not_seen_until_found")]

    operations = [migrations.RunPython(tell, migrations.RunPython.noop)]

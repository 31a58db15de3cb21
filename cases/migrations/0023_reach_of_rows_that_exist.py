from django.db import migrations

# What the triggers of intakes and stays would have written.
OF_THE_HOUSE = """
INSERT INTO cases_reach (person_id, role, level, since, why, source_id)
SELECT person_id, 'caretaker', 2, met_on::timestamp AT TIME ZONE 'Asia/Makassar', 'house', id
  FROM cases_intake
 WHERE whereabouts IN ('on_the_way', 'in_house')
"""
OF_CASES = """
INSERT INTO cases_reach (person_id, user_id, level, since, why, source_id)
SELECT person_id, social_worker_id, 4, began_at, 'case', id
  FROM cases_stay
 WHERE social_worker_id IS NOT NULL
"""


class Migration(migrations.Migration):
    dependencies = [("cases", "0022_who_may_know_whom")]

    operations = [
        migrations.RunSQL(OF_THE_HOUSE, migrations.RunSQL.noop),
        migrations.RunSQL(OF_CASES, migrations.RunSQL.noop),
    ]

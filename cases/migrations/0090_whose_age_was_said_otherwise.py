from django.db import migrations

# As the trigger of Person says it from now on.
SAY_SO = """
    UPDATE cases_person SET age_said_otherwise = TRUE
      FROM (SELECT DISTINCT ON (person_id) person_id, age_years, age_stated_on, born_on
              FROM cases_statement WHERE kind = 'age'
             ORDER BY person_id, stated_on DESC, id DESC) said
     WHERE said.person_id = cases_person.id
       AND (said.age_years, said.age_stated_on, said.born_on) IS DISTINCT FROM
           (cases_person.age_years, cases_person.age_stated_on, cases_person.born_on)
"""


class Migration(migrations.Migration):
    dependencies = [
        ("cases", "0089_age_said_otherwise"),
    ]

    operations = [
        migrations.RunSQL(SAY_SO, migrations.RunSQL.noop),
    ]

from django.db import migrations


class Migration(migrations.Migration):
    """The sex of an intake is the sex of its person: a composite foreign key, which Django's
    models cannot state. A correction of the person's sex reaches the intakes by CASCADE."""

    dependencies = [("cases", "0002_initial")]

    operations = [
        migrations.RunSQL(
            """
            ALTER TABLE cases_intake ADD CONSTRAINT intake_sex_is_the_persons
            FOREIGN KEY (person_id, sex) REFERENCES cases_person (id, sex)
            ON UPDATE CASCADE
            """,
            "ALTER TABLE cases_intake DROP CONSTRAINT intake_sex_is_the_persons",
        )
    ]

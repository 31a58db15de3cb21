from django.db import migrations


def name_age(apps, schema_editor):
    """Of the questions that the system brought itself, where the unit has said nothing."""
    questions = apps.get_model("cases", "TriageQuestion").objects
    questions.filter(code__in=["melukai", "mabuk"], from_age=None).update(from_age=5)


class Migration(migrations.Migration):
    dependencies = [("cases", "0054_rows_that_trc_mended")]
    operations = [migrations.RunPython(name_age, migrations.RunPython.noop)]

from django.db import migrations


def ask_women(apps, schema_editor):
    """Only where the unit has not said of whom it is asked."""
    questions = apps.get_model("cases", "TriageQuestion").objects
    questions.filter(code="hamil", sex="", from_age=None).update(sex="P", from_age=10)


class Migration(migrations.Migration):
    dependencies = [("cases", "0043_questions_that_cannot_apply")]
    operations = [migrations.RunPython(ask_women, migrations.RunPython.noop)]

from django.db import migrations

RULES = ["triage", "sex", "age", "baby", "isolate", "kept", "cause", "suspect", "other_sex"]


def set_aside_all(apps, schema_editor):
    """Which rule it was, nobody wrote down: a reason of before goes on holding for all of them."""
    uses = apps.get_model("cases", "BedUse").objects
    uses.exclude(override="").update(set_aside=[*RULES, "other_age"])


class Migration(migrations.Migration):
    dependencies = [("cases", "0045_why_a_bed_was_given")]
    operations = [migrations.RunPython(set_aside_all, migrations.RunPython.noop)]

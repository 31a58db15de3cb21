from django.db import migrations
from django.db.models import F


def remove_empty(apps, schema_editor):
    """A use that ended before it began was none; the row history keeps it."""
    uses = apps.get_model("cases", "BedUse").objects
    uses.filter(ended_at__lte=F("began_at")).delete()


class Migration(migrations.Migration):
    dependencies = [("cases", "0037_where_somebody_was_referred_to")]
    operations = [migrations.RunPython(remove_empty, migrations.RunPython.noop)]

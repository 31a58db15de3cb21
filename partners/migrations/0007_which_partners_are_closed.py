from django.db import migrations


def close(apps, schema_editor):
    """Those that reveal health; which others the unit closes, it says on the partner's page."""
    partners = apps.get_model("partners", "Partner").objects
    partners.filter(reveals_health=True).update(closes_destination=True)


class Migration(migrations.Migration):
    dependencies = [("partners", "0006_partner_closes_destination")]

    operations = [migrations.RunPython(close, migrations.RunPython.noop)]

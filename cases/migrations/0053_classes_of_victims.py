from django.db import migrations


def name_classes(apps, schema_editor):
    """Of the classes that the system brought itself."""
    classes = apps.get_model("cases", "Classification").objects
    classes.filter(code__in=["napza", "tuna-susila"]).update(victim_if_child=True)


class Migration(migrations.Migration):
    dependencies = [("cases", "0052_children_who_may_be_victims")]
    operations = [migrations.RunPython(name_classes, migrations.RunPython.noop)]

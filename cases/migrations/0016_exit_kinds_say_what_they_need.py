from django.db import migrations

NEEDS = {
    "keluarga": [
        "needs_address",
        "needs_proof",
        "needs_identity",
        "needs_home_check",
        "needs_promise",
        "needs_items",
        "needs_next_contact",
        "to_family",
    ],
    "mitra": ["needs_items", "needs_next_contact"],
    "daerah-asal": ["needs_address", "needs_items", "needs_next_contact"],
    "mandiri": ["needs_items", "for_adults"],
}


def say_what_they_need(apps, schema_editor):
    """The kinds that are there already; new systems get theirs with the reference data."""
    kinds = apps.get_model("cases", "ExitKind").objects
    for code, needs in NEEDS.items():
        kinds.filter(code=code).update(**dict.fromkeys(needs, True))


class Migration(migrations.Migration):
    dependencies = [("cases", "0015_what_a_release_carries")]

    operations = [migrations.RunPython(say_what_they_need, migrations.RunPython.noop)]

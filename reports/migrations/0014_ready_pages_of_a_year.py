from django.db import migrations

# What `migrate` laid, and nobody of the unit has given another page: the reports of the city open
# the part that they hold of the unit, and Satu Data the data with their description.
LAID = [
    (["LPPD, bagian RPTC", "LKPJ, bagian RPTC"], "recap", "city_part"),
    (["LKjIP, bagian RPTC"], "partnership", "city_part"),
    (["Satu Data"], "recap", "data_set"),
]


def open_the_ready_pages(apps, schema_editor):
    reports = apps.get_model("reports", "OfficialReport").objects
    for names, before, now in LAID:
        reports.filter(name__in=names, ready=before).update(ready=now)


class Migration(migrations.Migration):

    dependencies = [
        ('reports', '0013_city_part'),
    ]

    operations = [
        migrations.RunPython(open_the_ready_pages, migrations.RunPython.noop),
    ]

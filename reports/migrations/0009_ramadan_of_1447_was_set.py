"""Ramadan and Lebaran of 1447 H were laid as estimates; the government has set them as they stand
(SKB 1497, 2 and 5/2025; sidang isbat of 17 February and 19 March 2026). What the unit wrote stays.
"""

from datetime import date

from django.db import migrations

SET = {
    "Ramadan 1447 H": (date(2026, 2, 19), date(2026, 3, 20)),
    "Lebaran 1447 H": (date(2026, 3, 20), date(2026, 3, 24)),
}


def are_set(apps, schema_editor):
    periods = apps.get_model("reports", "SpecialPeriod").objects
    for name, (first, last) in SET.items():
        periods.filter(name=name, first_on=first, last_on=last).update(is_estimate=False)


class Migration(migrations.Migration):
    dependencies = [("reports", "0008_annual_report")]

    operations = [migrations.RunPython(are_set, migrations.RunPython.noop)]

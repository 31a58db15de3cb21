from django.db import migrations, models
from django.db.models import Q


class Migration(migrations.Migration):
    dependencies = [("partners", "0007_which_partners_are_closed")]

    operations = [
        migrations.AddConstraint(
            "partner",
            models.CheckConstraint(
                name="partner_that_reveals_health_is_closed",
                condition=Q(reveals_health=False) | Q(closes_destination=True),
                violation_error_message="Yang mengungkap kesehatan juga ditutup tujuannya.",
            ),
        ),
    ]

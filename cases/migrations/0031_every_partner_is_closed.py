from django.db import migrations, models
from django.db.models import Q


class Migration(migrations.Migration):
    dependencies = [("cases", "0030_which_destinations_are_closed")]

    operations = [
        migrations.AddConstraint(
            "exitkind",
            models.CheckConstraint(
                name="handover_to_a_partner_is_closed",
                condition=~Q(code="mitra") | Q(closes_destination=True),
                violation_error_message="Tujuan kepada mitra selalu ditutup.",
            ),
        ),
        migrations.AddConstraint(
            "exitkind",
            models.CheckConstraint(
                name="family_is_known_at_the_door",
                condition=Q(to_family=False) | Q(closes_destination=False),
                violation_error_message=(
                    "Penerima dari keluarga dilihat oleh petugas yang menyerahkan."
                ),
            ),
        ),
        migrations.RemoveConstraint("partnername", "partner_bears_a_name_once"),
        migrations.RemoveField("partnername", "among_partners"),
        migrations.RemoveField("partnernameevent", "among_partners"),
        migrations.AddConstraint(
            "partnername",
            models.UniqueConstraint(
                fields=("partner_number", "text"), name="partner_bears_a_name_once"
            ),
        ),
        migrations.DeleteModel("ReferredToEvent"),
        migrations.DeleteModel("ReferredTo"),
    ]

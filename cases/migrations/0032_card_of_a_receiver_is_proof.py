from django.db import migrations, models
from django.db.models import Q

IS_PROOF = models.BooleanField(
    default=False, editable=False, verbose_name="bukti penyerahan"
)


class Migration(migrations.Migration):
    dependencies = [("cases", "0031_every_partner_is_closed")]

    operations = [
        migrations.AddField("photo", "is_proof", IS_PROOF),
        migrations.AddField("photoevent", "is_proof", IS_PROOF),
        migrations.AddConstraint(
            "photo",
            models.CheckConstraint(
                name="photo_that_is_proof_is_not_hidden",
                condition=Q(is_proof=False) | Q(hidden_at=None),
                violation_error_message="Foto ini bukti penyerahan, dan tidak dapat dibuang.",
            ),
        ),
    ]

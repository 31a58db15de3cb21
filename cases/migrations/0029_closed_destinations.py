from django.db import migrations, models

OF_KINDS = models.BooleanField(
    default=False,
    help_text="Penerima dan alamat hanya dibaca pekerja sosial klien itu dan Kepala UPT.",
    verbose_name="tujuan ditutup",
)
OF_NAMES = models.BooleanField(default=False, verbose_name="tujuan ditutup")


class Migration(migrations.Migration):
    dependencies = [("cases", "0028_a_sealed_number_says_nothing")]

    operations = [
        migrations.AddField("exitkind", "closes_destination", OF_KINDS),
        migrations.AddField("exitkindevent", "closes_destination", OF_KINDS),
        migrations.RenameField("partnername", "reveals_health", "closes_destination"),
        migrations.RenameField("partnernameevent", "reveals_health", "closes_destination"),
        migrations.AlterField("partnername", "closes_destination", OF_NAMES),
        migrations.AlterField("partnernameevent", "closes_destination", OF_NAMES),
    ]

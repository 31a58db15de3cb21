from django.db import migrations, models

CLOSES = models.BooleanField(
    default=False,
    help_text="Hanya pekerja sosial klien itu dan Kepala UPT membaca siapa dirujuk ke sini.",
    verbose_name="tujuan ditutup",
)
REVEALS = models.BooleanField(
    default=False,
    help_text="Persetujuan tertulis klien diperlukan. Tujuannya selalu ditutup.",
    verbose_name="rujukannya mengungkap kesehatan",
)


class Migration(migrations.Migration):
    dependencies = [("partners", "0005_who_decided_on_referrals")]
    # What partners told the gate in 0002 stands in columns that the gate has only before this.
    run_before = [("cases", "0029_closed_destinations")]

    operations = [
        migrations.AddField("partner", "closes_destination", CLOSES),
        migrations.AddField("partnerevent", "closes_destination", CLOSES),
        migrations.AlterField("partner", "reveals_health", REVEALS),
        migrations.AlterField("partnerevent", "reveals_health", REVEALS),
    ]

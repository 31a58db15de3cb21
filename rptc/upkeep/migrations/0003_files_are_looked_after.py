from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('upkeep', '0002_backups_and_proofs'),
    ]

    operations = [
        migrations.AlterField(
            model_name='job',
            name='kind',
            field=models.CharField(choices=[('nightly', 'Pekerjaan malam'), ('backup', 'Cadangan'), ('proof', 'Percobaan pulih'), ('files', 'Berkas foto')], max_length=10, verbose_name='pekerjaan'),
        ),
    ]

from django.db import migrations, models

CAPACITY = {
    'blank': True,
    'help_text': 'Kosongkan agar mengikuti jumlah tempat tidur yang dipakai.',
    'null': True,
    'verbose_name': 'daya tampung',
}


class Migration(migrations.Migration):

    dependencies = [
        ('letters', '0005_letter_without_withdrawal'),
    ]

    operations = [
        migrations.AlterField(
            model_name='unit',
            name='capacity',
            field=models.PositiveSmallIntegerField(**CAPACITY),
        ),
        migrations.AlterField(
            model_name='unitevent',
            name='capacity',
            field=models.PositiveSmallIntegerField(**CAPACITY),
        ),
    ]

from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('partners', '0027_earlier_referrals'),
    ]

    operations = [
        migrations.AddField(
            model_name='earlierreferral',
            name='strike_reason',
            field=models.CharField(blank=True, max_length=300, verbose_name='mengapa dicoret'),
        ),
        migrations.AddField(
            model_name='earlierreferralevent',
            name='strike_reason',
            field=models.CharField(blank=True, max_length=300, verbose_name='mengapa dicoret'),
        ),
    ]

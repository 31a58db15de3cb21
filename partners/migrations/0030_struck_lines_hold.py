from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ('partners', '0029_why_was_not_asked'),
    ]

    operations = [
        migrations.AddConstraint(
            model_name='earlierreferral',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('is_struck', False), ('strike_reason', '')), models.Q(('is_struck', True), models.Q(('strike_reason', ''), _negated=True)), _connector='OR'), name='earlier_referral_struck_says_why', violation_error_message='Tulis mengapa dicoret.'),
        ),
    ]

from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('letters', '0007_capacity_of_before_is_nobodys'),
    ]

    operations = [
        migrations.AddConstraint(
            model_name='unit',
            constraint=models.CheckConstraint(condition=models.Q(('capacity', None), ('capacity__gt', 0), _connector='OR'), name='unit_has_room_for_somebody', violation_error_message='Daya tampung paling sedikit 1 orang.'),
        ),
    ]

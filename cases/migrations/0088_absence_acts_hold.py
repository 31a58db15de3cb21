from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("cases", "0087_who_was_not_written_down"),
    ]

    operations = [
        migrations.AddConstraint(
            model_name='absenceact',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('kind', 'police'), ('told_at__isnull', False)), models.Q(models.Q(('kind', 'police'), _negated=True), ('received_by', ''), ('report_number', ''), ('told_at', None)), _connector='OR'), name='only_the_police_are_told_at_an_hour', violation_error_message='Tulis pukul berapa polisi diberi tahu.'),
        ),
        migrations.AddConstraint(
            model_name='absenceact',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('take_back_reason', ''), ('taken_back_at', None), ('taken_back_by', None)), models.Q(('taken_back_at__isnull', False), ('taken_back_by__isnull', False)), _connector='OR'), name='absence_act_is_taken_back_by_somebody'),
        ),
    ]

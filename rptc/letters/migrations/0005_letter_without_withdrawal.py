from django.db import migrations


class Migration(migrations.Migration):

    dependencies = [
        ('letters', '0004_withdrawals_of_letters'),
    ]

    operations = [
        migrations.RemoveConstraint(
            model_name='letter',
            name='letter_withdrawal_says_why',
        ),
        migrations.RemoveConstraint(
            model_name='letter',
            name='letter_is_withdrawn_by_another',
        ),
        migrations.RemoveField(
            model_name='letter',
            name='withdrawal_asked_at',
        ),
        migrations.RemoveField(
            model_name='letter',
            name='withdrawal_asked_by',
        ),
        migrations.RemoveField(
            model_name='letter',
            name='withdrawal_reason',
        ),
        migrations.RemoveField(
            model_name='letter',
            name='withdrawn_by',
        ),
        migrations.RemoveField(
            model_name='letterevent',
            name='withdrawal_asked_at',
        ),
        migrations.RemoveField(
            model_name='letterevent',
            name='withdrawal_asked_by',
        ),
        migrations.RemoveField(
            model_name='letterevent',
            name='withdrawal_reason',
        ),
        migrations.RemoveField(
            model_name='letterevent',
            name='withdrawn_by',
        ),
    ]

from django.db import migrations

OF_REFERRALS = """
INSERT INTO cases_referredto (stay_id, partner_number)
SELECT DISTINCT stay_id, partner_id FROM partners_referral
    ON CONFLICT DO NOTHING
"""


class Migration(migrations.Migration):
    """Referrals of before, as the trigger tells each new one to the gate."""

    dependencies = [
        ("partners", "0008_what_reveals_health_is_closed"),
        ("cases", "0037_where_somebody_was_referred_to"),
    ]

    operations = [migrations.RunSQL(OF_REFERRALS, migrations.RunSQL.noop)]

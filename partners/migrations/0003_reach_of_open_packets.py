from django.db import migrations

# What the trigger of referrals would have written.
OF_PACKETS = """
INSERT INTO cases_reach (person_id, partner_id, level, since, why, source_id)
SELECT person_id, partner_id, 1, sent_at, 'packet', id
  FROM partners_referral
 WHERE state IN ('sent', 'accepted', 'arrived', 'in_service')
"""


class Migration(migrations.Migration):
    dependencies = [
        ("partners", "0002_names_and_referrals_told_to_the_left"),
        ("cases", "0022_who_may_know_whom"),
    ]

    operations = [migrations.RunSQL(OF_PACKETS, migrations.RunSQL.noop)]

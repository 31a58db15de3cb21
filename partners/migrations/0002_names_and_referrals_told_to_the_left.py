"""What the gate knows of partners: how each is called, and in which stay somebody was referred."""

from django.db import migrations

NAMES = """
INSERT INTO cases_partnername (partner_number, text, among_partners, reveals_health)
SELECT DISTINCT partner.id, said.text, said.among_partners, partner.reveals_health
  FROM partners_partner AS partner
 CROSS JOIN LATERAL (VALUES (partner.name, FALSE), (partner.short_name, FALSE),
                            (partner.contact, TRUE), (partner.address, TRUE))
            AS said (text, among_partners)
 WHERE said.text <> ''
"""
REFERRALS = """
INSERT INTO cases_referredto (stay_id, partner_number)
SELECT DISTINCT stay_id, partner_id FROM partners_referral
"""


class Migration(migrations.Migration):
    dependencies = [("partners", "0001_initial"), ("cases", "0021_receivers_of_earlier_exits")]
    operations = [
        migrations.RunSQL(NAMES, "DELETE FROM cases_partnername"),
        migrations.RunSQL(REFERRALS, "DELETE FROM cases_referredto"),
    ]

from django.db import migrations

# The last step out of "proposed" by which the head sent it or sent it back.
WHO_DECIDED = """
    UPDATE partners_referral referral
       SET decided_by_id = step.by_id, decided_at = step.at, decision_note = step.reason
      FROM (SELECT DISTINCT ON (referral_id) referral_id, by_id, at, reason
              FROM partners_referralstep
             WHERE from_state = 'proposed' AND to_state IN ('sent', 'draft')
             ORDER BY referral_id, at DESC, id DESC) step
     WHERE step.referral_id = referral.id AND referral.state <> 'proposed'
       AND step.by_id <> referral.recorded_by_id
"""


def say_who_decided(apps, schema_editor):
    with schema_editor.connection.cursor() as cursor:
        cursor.execute(WHO_DECIDED)


class Migration(migrations.Migration):
    dependencies = [("partners", "0004_referral_is_decided")]

    operations = [migrations.RunPython(say_who_decided, migrations.RunPython.noop)]

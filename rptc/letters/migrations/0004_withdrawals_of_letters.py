from django.db import migrations

COLUMNS = """
    letters_withdrawal (letter_id, reason, state, recorded_by_id, recorded_at, decided_by_id,
                        decided_at, decision_note, send_key, send_digest)
"""
ASKED_OR_WITHDRAWN = f"""
    INSERT INTO {COLUMNS}
    SELECT id, withdrawal_reason, CASE WHEN withdrawn_at IS NULL THEN 'proposed' ELSE 'approved' END,
           withdrawal_asked_by_id, withdrawal_asked_at, withdrawn_by_id, withdrawn_at, '',
           gen_random_uuid(), ''
      FROM letters_letter
     WHERE withdrawal_asked_at IS NOT NULL
"""
# What the head let stand was wiped from the letter: the history has what was asked, the log who
# decided.
LET_STAND = f"""
    INSERT INTO {COLUMNS}
    SELECT DISTINCT ON (asked.id, asked.withdrawal_asked_at)
           asked.id, asked.withdrawal_reason, 'refused', asked.withdrawal_asked_by_id,
           asked.withdrawal_asked_at, decision.actor_id, decision.at, '', gen_random_uuid(), ''
      FROM letters_letterevent asked
      JOIN letters_letter letter ON letter.id = asked.id
      JOIN LATERAL (
               SELECT actor_id, at FROM audit_entry
                WHERE verb = 'let_stand' AND object_id = asked.id
                  AND at >= asked.withdrawal_asked_at
                  AND content_type_id = (SELECT id FROM django_content_type
                                          WHERE app_label = 'letters' AND model = 'letter')
                ORDER BY at LIMIT 1
           ) decision ON decision.actor_id <> asked.withdrawal_asked_by_id
     WHERE asked.withdrawal_asked_at IS NOT NULL
       AND asked.withdrawal_asked_at IS DISTINCT FROM letter.withdrawal_asked_at
"""


class Migration(migrations.Migration):
    dependencies = [("audit", "0001_initial"), ("letters", "0003_withdrawal")]

    operations = [
        migrations.RunSQL([LET_STAND, ASKED_OR_WITHDRAWN], migrations.RunSQL.noop),
    ]

from django.db import migrations

KINDS = """
    UPDATE cases_exitkind SET closes_destination = TRUE WHERE code IN ('mitra', 'rumah-sakit')
"""
# A contact or an address counted among handovers to partners alone: now all of these are closed.
NAMES = "DELETE FROM cases_partnername WHERE among_partners"
# What was written before is out of the reach of the register, too.
LETTERS = """
    UPDATE letters_letter SET is_sealed = TRUE
     WHERE NOT is_sealed AND id IN (
        SELECT unnest(ARRAY[promise_letter_id, handover_letter_id, travel_letter_id])
          FROM cases_exit JOIN cases_exitkind kind ON kind.id = kind_id
         WHERE kind.closes_destination)
"""


def close(apps, schema_editor):
    with schema_editor.connection.cursor() as cursor:
        for statement in (KINDS, NAMES, LETTERS):
            cursor.execute(statement)


class Migration(migrations.Migration):
    dependencies = [
        ("cases", "0029_closed_destinations"),
        ("letters", "0005_letter_without_withdrawal"),
    ]

    operations = [migrations.RunPython(close, migrations.RunPython.noop)]

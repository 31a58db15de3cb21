from django.db import migrations

# What the trigger of exits would have written.
OF_DECIDED_EXITS = """
    UPDATE cases_photo SET is_proof = TRUE
     WHERE hidden_at IS NULL AND id IN (
        SELECT identity_photo_id FROM cases_exit WHERE state IN ('approved', 'refused', 'done'))
"""


def mark(apps, schema_editor):
    with schema_editor.connection.cursor() as cursor:
        cursor.execute(OF_DECIDED_EXITS)


class Migration(migrations.Migration):
    dependencies = [("cases", "0032_card_of_a_receiver_is_proof")]

    operations = [migrations.RunPython(mark, migrations.RunPython.noop)]

from django.db import migrations

# Before, a card of a receiver and one of the klien were of one kind.
FILL = """
    UPDATE cases_photo SET kind = 'fetch'
     WHERE kind = 'card' AND id IN (SELECT identity_photo_id FROM cases_exit)
"""
BACK = "UPDATE cases_photo SET kind = 'card' WHERE kind = 'fetch'"


class Migration(migrations.Migration):
    dependencies = [("cases", "0026_kind_of_a_receivers_card")]
    operations = [migrations.RunSQL(FILL, BACK)]

from django.db import migrations

# What was handed over before this rule is in force, and stays so: nobody confirmed it.
CONFIRMED = "UPDATE accounts_delegation SET confirmed_at = recorded_at WHERE confirmed_at IS NULL"


class Migration(migrations.Migration):
    dependencies = [("accounts", "0008_delegation_is_confirmed")]

    operations = [migrations.RunSQL(CONFIRMED, migrations.RunSQL.noop)]

from django.db import migrations

# The 100 that every unit began with was typed by nobody; whoever has 100 places types it once.
NOBODYS = "UPDATE letters_unit SET capacity = NULL WHERE capacity IN (0, 100)"
OF_BEFORE = "UPDATE letters_unit SET capacity = 100 WHERE capacity IS NULL"


class Migration(migrations.Migration):

    dependencies = [
        ('letters', '0006_capacity_may_follow_the_beds'),
    ]

    operations = [migrations.RunSQL(NOBODYS, OF_BEFORE)]

"""Secret answers are put under the newest key (rotate_keys); what lay under an older one would stay
in their history."""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("cases", "0061_conferences")]

    operations = [migrations.RemoveField("answerevent", "secret")]

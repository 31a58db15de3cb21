from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from django.conf import settings
from django.db import migrations


def encrypt(apps, schema_editor):
    """The seeds and codes that lay there plain. Broken off and begun anew, it does no harm."""
    keys = MultiFernet([Fernet(key) for key in settings.TEXT_KEYS])

    def encrypted(text):
        try:
            keys.decrypt(text.encode())
        except InvalidToken:
            return keys.encrypt(text.encode()).decode()
        return text

    for row in apps.get_model("mfa", "Authenticator").objects.order_by("pk"):
        for name in ("secret", "seed"):
            if name in row.data:
                row.data[name] = encrypted(row.data[name])
        if "migrated_codes" in row.data:
            row.data["migrated_codes"] = [encrypted(code) for code in row.data["migrated_codes"]]
        row.save(update_fields=["data"])


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0010_logged_out_everywhere"),
        ("mfa", "0003_authenticator_type_uniq"),
    ]

    # Back to plain text: only with the backup of before.
    operations = [migrations.RunPython(encrypt, migrations.RunPython.noop)]

from allauth.mfa.models import Authenticator
from cryptography.fernet import InvalidToken
from django.core.management.base import BaseCommand, CommandError
from django.db import connection, transaction

from rptc import keys
from rptc.audit.record import record

IS_OWNER = """
SELECT pg_has_role(current_user, relowner, 'MEMBER') FROM pg_class
 WHERE oid = 'mfa_authenticator'::regclass
"""


class Command(BaseCommand):
    help = (
        "Puts every secret of the database under the newest key of RPTC_TEXT_KEYS, after which the"
        " older ones can be taken out. Run it as the owner of the database."
    )

    @transaction.atomic
    def handle(self, **options):
        with connection.cursor() as cursor:
            cursor.execute(IS_OWNER)
            [is_owner] = cursor.fetchone()
        if not is_owner:
            raise CommandError("Only the owner of the database rotates keys.")
        rows = Authenticator.objects.select_for_update().order_by("pk")
        try:
            number = sum(self._renew(row) for row in rows)
            texts = sum(self._renew_texts(*each) for each in keys.sealed_texts().items())
        except InvalidToken as error:
            raise CommandError("A secret lies under a key that RPTC_TEXT_KEYS lacks.") from error
        record(None, "rotated_keys", rows=number + texts)
        self.stdout.write(
            f"{number} second factors and sets of codes, and {texts} rows of sealed text, lie"
            " under the newest key."
        )

    def _renew(self, row):
        row.data = keys.renewed(row.data)
        row.save(update_fields=["data"])
        return 1

    def _renew_texts(self, model, columns):
        """Of a model that says which of its columns lie encrypted."""
        rows = model._base_manager.exclude(**dict.fromkeys(columns, ""))
        number = 0
        for pk, *texts in rows.order_by("pk").values_list("pk", *columns).iterator():
            renewed = [keys.renew(text) if text else "" for text in texts]
            model._base_manager.filter(pk=pk).update(**dict(zip(columns, renewed, strict=True)))
            number += 1
        return number

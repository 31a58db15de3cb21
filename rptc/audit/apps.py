from django.apps import AppConfig
from pghistory import runtime

# These write no row, so no trigger asks who acts; to tell it with each of them took a tenth of a
# page that saves. What is prepared only reads (rptc/kept.py).
WRITE_NOTHING = ("execute", "savepoint", "release savepoint", "rollback to savepoint")


class AuditConfig(AppConfig):
    name = "rptc.audit"
    label = "audit"
    verbose_name = "Catatan"

    def ready(self):
        runtime.IGNORED_SQL_PREFIXES += WRITE_NOTHING

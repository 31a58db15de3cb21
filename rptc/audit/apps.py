from django.apps import AppConfig


class AuditConfig(AppConfig):
    name = "rptc.audit"
    label = "audit"
    verbose_name = "Catatan"

from django.apps import AppConfig


class ReportsConfig(AppConfig):
    name = "reports"
    label = "reports"
    verbose_name = "Laporan"

    def ready(self):
        from reports import waiting  # noqa: F401 (registers what waits)

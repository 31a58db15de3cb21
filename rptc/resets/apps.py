from django.apps import AppConfig


class ResetsConfig(AppConfig):
    name = "rptc.resets"
    label = "resets"
    verbose_name = "Pengaturan ulang"

    def ready(self):
        from rptc.resets import waiting  # noqa: F401 (registers what waits)

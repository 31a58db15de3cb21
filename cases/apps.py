from django.apps import AppConfig


class CasesConfig(AppConfig):
    name = "cases"
    label = "cases"
    verbose_name = "Kasus"

    def ready(self):
        from cases import waiting  # noqa: F401 (registers what waits)

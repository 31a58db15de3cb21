from django.apps import AppConfig


class CasesConfig(AppConfig):
    name = "cases"
    label = "cases"
    verbose_name = "Kasus"

    def ready(self):
        from cases import letters, nightly, parts, waiting  # noqa: F401 (register themselves)

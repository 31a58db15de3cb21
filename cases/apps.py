from django.apps import AppConfig


class CasesConfig(AppConfig):
    name = "cases"
    label = "cases"
    verbose_name = "Kasus"

    def ready(self):
        from cases import letters, nightly, parts, waiting  # noqa: F401 (register themselves)
        from cases.voice.complaints import log  # noqa: F401 (registers itself)

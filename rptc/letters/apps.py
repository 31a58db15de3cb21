from django.apps import AppConfig


class LettersConfig(AppConfig):
    name = "rptc.letters"
    label = "letters"
    verbose_name = "Surat"

    def ready(self):
        from rptc.letters import parts, waiting  # noqa: F401 (register what waits, and is drawn)

from django.apps import AppConfig


class UpkeepConfig(AppConfig):
    name = "rptc.upkeep"
    label = "upkeep"
    verbose_name = "Pemeliharaan"

    def ready(self):
        from rptc.upkeep import checks, sessions, waiting  # noqa: F401 (register themselves)

from django.apps import AppConfig


class ReportsConfig(AppConfig):
    name = "reports"
    label = "reports"
    verbose_name = "Laporan"

    def ready(self):
        from reports.calendar import waiting as calendar  # noqa: F401 (registers itself)
        from reports.desk import parts, waiting  # noqa: F401 (register themselves)
        from reports.figures.closing import (  # noqa: F401 (register themselves)
            nightly,
            standing,
        )
        from reports.figures.closing import parts as closing  # noqa: F401 (registers itself)
        from reports.figures.closing import waiting as changed  # noqa: F401 (registers itself)
        from reports.figures.partnership import parts as partnership  # noqa: F401 (registers itself)
        from reports.figures.returns import outcomes  # noqa: F401 (registers itself)
        from reports.quality import waiting as quality  # noqa: F401 (registers itself)

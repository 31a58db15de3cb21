from django.apps import AppConfig


class PartnersConfig(AppConfig):
    name = "partners"
    label = "partners"
    verbose_name = "Mitra"

    def ready(self):
        from partners.questions import parts as questions  # noqa: F401 (registers itself)
        from partners.questions import waiting as answers  # noqa: F401 (registers itself)
        from partners.referrals import (  # noqa: F401 (register themselves)
            log,
            merging,
            nightly,
            parts,
            waiting,
        )
        from partners.sources import parts as near  # noqa: F401 (registers itself)
        from partners.sources import waiting as checks  # noqa: F401 (registers itself)

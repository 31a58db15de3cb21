from django.apps import AppConfig


class PartnersConfig(AppConfig):
    name = "partners"
    label = "partners"
    verbose_name = "Mitra"

    def ready(self):
        from partners.agreements import parts as agreements  # noqa: F401 (registers itself)
        from partners.agreements import waiting as ends  # noqa: F401 (registers itself)
        from partners.directory import waiting as papers  # noqa: F401 (registers itself)
        from partners.questions import parts as questions  # noqa: F401 (registers itself)
        from partners.questions import waiting as answers  # noqa: F401 (registers itself)
        from partners.referrals import (  # noqa: F401 (register themselves)
            letters,
            log,
            merging,
            nightly,
            parts,
            waiting,
        )
        from partners.referrals.arriving import letters as arrivals  # noqa: F401 (registers itself)
        from partners.sources import parts as near  # noqa: F401 (registers itself)
        from partners.sources import waiting as checks  # noqa: F401 (registers itself)

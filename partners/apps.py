from django.apps import AppConfig


class PartnersConfig(AppConfig):
    name = "partners"
    label = "partners"
    verbose_name = "Mitra"

    def ready(self):
        from partners.agreements import parts as agreements  # noqa: F401 (registers itself)
        from partners.agreements import waiting as ends  # noqa: F401 (registers itself)
        from partners.contributions import letters as receipts  # noqa: F401 (registers itself)
        from partners.contributions import parts as pledges  # noqa: F401 (registers itself)
        from partners.contributions import waiting as given  # noqa: F401 (registers itself)
        from partners.directory import waiting as papers  # noqa: F401 (registers itself)
        from partners.incidents import parts as incidents  # noqa: F401 (registers itself)
        from partners.incidents import waiting as alerts  # noqa: F401 (registers itself)
        from partners.meetings import letters as minutes  # noqa: F401 (registers itself)
        from partners.meetings import parts as meetings  # noqa: F401 (registers itself)
        from partners.meetings import waiting as coming  # noqa: F401 (registers itself)
        from partners.members import parts as members  # noqa: F401 (registers itself)
        from partners.members import waiting as proposed  # noqa: F401 (registers itself)
        from partners.months import parts as months  # noqa: F401 (registers itself)
        from partners.months import waiting as changes  # noqa: F401 (registers itself)
        from partners.phones import parts as phones  # noqa: F401 (registers itself)
        from partners.portal import mailed  # noqa: F401 (registers itself)
        from partners.questions import closing  # noqa: F401 (registers itself)
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
        from partners.silence import parts as silent  # noqa: F401 (registers itself)
        from partners.silence import waiting as unanswered  # noqa: F401 (registers itself)
        from partners.sources import parts as near  # noqa: F401 (registers itself)
        from partners.sources import waiting as checks  # noqa: F401 (registers itself)

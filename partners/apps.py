from django.apps import AppConfig


class PartnersConfig(AppConfig):
    name = "partners"
    label = "partners"
    verbose_name = "Mitra"

    def ready(self):
        from partners.referrals import log, nightly, parts, waiting  # noqa: F401 (register themselves)

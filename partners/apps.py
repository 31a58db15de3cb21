from django.apps import AppConfig


class PartnersConfig(AppConfig):
    name = "partners"
    label = "partners"
    verbose_name = "Mitra"

    def ready(self):
        from partners import waiting  # noqa: F401 (registers what waits)

from django.apps import AppConfig


class PartnersConfig(AppConfig):
    name = "partners"
    label = "partners"
    verbose_name = "Mitra"

    def ready(self):
        from partners import parts, waiting  # noqa: F401 (register what they draw and what waits)

from django.apps import AppConfig


class MailConfig(AppConfig):
    name = "rptc.mail"
    label = "mail"
    verbose_name = "Pos-el"

    def ready(self):
        from rptc.mail import checks, nightly  # noqa: F401 (register themselves)

from django.apps import AppConfig


class AccountsConfig(AppConfig):
    name = "rptc.accounts"
    label = "accounts"
    verbose_name = "Akun"

    def ready(self):
        from rptc.accounts import waiting  # noqa: F401 (registers what waits)

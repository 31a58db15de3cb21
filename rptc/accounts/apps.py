from django.apps import AppConfig


class AccountsConfig(AppConfig):
    name = "rptc.accounts"
    label = "accounts"
    verbose_name = "Akun"

from django.apps import AppConfig


class LettersConfig(AppConfig):
    name = "rptc.letters"
    label = "letters"
    verbose_name = "Surat"

from django.apps import AppConfig

from rptc import sentences

# Before any model is read: some bring a form along.
sentences.say_them()


class RptcConfig(AppConfig):
    name = "rptc"

    def ready(self):
        from django.db.models.signals import post_migrate, pre_migrate

        from rptc import checks  # noqa: F401 (registers its check)
        from rptc.database import make_way, prepare

        # The signals of the project: `migrate` alone leaves a usable system, empty or not.
        pre_migrate.connect(make_way, dispatch_uid="rptc.database.make_way")
        post_migrate.connect(prepare, dispatch_uid="rptc.database.prepare")

from django.apps import AppConfig
from django.contrib.staticfiles.apps import StaticFilesConfig

from rptc import sentences, triggers

# Before any model is read: some bring a form along.
sentences.say_them()
triggers.keep_an_index()


class OneOfBootstrap(StaticFilesConfig):
    """Of Bootstrap, pages load bootstrap.min.css alone: the rest is not compressed."""

    ignore_patterns = [
        *StaticFilesConfig.ignore_patterns,
        "bootstrap-*",
        "bootstrap.rtl*",
        "bootstrap.css*",
        "bootstrap*.js*",
    ]


class RptcConfig(AppConfig):
    name = "rptc"

    def ready(self):
        from django.db.models.signals import post_migrate, pre_migrate

        from rptc import checks  # noqa: F401 (registers its check)
        from rptc.database import make_way, prepare

        # The signals of the project: `migrate` alone leaves a usable system, empty or not.
        pre_migrate.connect(make_way, dispatch_uid="rptc.database.make_way")
        post_migrate.connect(prepare, dispatch_uid="rptc.database.prepare")

"""Django's `migrate`, which draws a changed model alone: a seventh of the processor's time.

Django draws every model anew that is related to a changed one, after each operation; nearly all of
ours are. The service stands still for as long (README, Upgrade). The SQL of an operation asks two
things of another model: the name of its table, and the name and type of the column that is
referred to. Where one of these changes, everything is drawn. A state marked as delayed is drawn
whole before Python code of a migration sees it: Django's own way for fields that are no relations.
"""

from copy import copy
from functools import cache

from django.apps.registry import Apps
from django.core.management.commands import migrate
from django.db.migrations import state as states
from django.db.migrations.executor import MigrationExecutor
from django.db.migrations.state import ProjectState, StateApps
from django.db.migrations.utils import field_is_referenced


class DrawnAlone(ProjectState):
    """What the models look like between two operations, drawn as far as their SQL asks."""

    def clone(self):
        """As Django's, which looks at every field of every model anew, each operation."""
        models = {key: _copy(model) for key, model in self.models.items()}
        state = DrawnAlone(models, self.real_apps)
        if "apps" in self.__dict__:
            state.apps = self.apps.clone()
        state.is_delayed = self.is_delayed
        return state

    def _find_reload_model(self, app_label, model_name, delay=False):
        self.is_delayed = True
        return {(app_label, model_name)}

    def rename_model(self, app_label, old_name, new_name):
        super().rename_model(app_label, old_name, new_name)
        self.clear_delayed_apps_cache()

    def alter_field(self, app_label, model_name, name, field, preserve_default):
        super().alter_field(app_label, model_name, name, field, preserve_default)
        self._draw_all_if_referenced(app_label, model_name, name)

    def rename_field(self, app_label, model_name, old_name, new_name):
        super().rename_field(app_label, model_name, old_name, new_name)
        self._draw_all_if_referenced(app_label, model_name, new_name)

    def _draw_all_if_referenced(self, app_label, model_name, name):
        field = self.models[app_label, model_name].fields[name]
        if field_is_referenced(self, (app_label, model_name), (name, field)):
            self.clear_delayed_apps_cache()


def _copy(model):
    """An operation changes what a model has, and never a field."""
    copied = copy(model)
    copied.fields = dict(model.fields)
    copied.options = dict(model.options)
    return copied


class Registry(StateApps):
    """The models of a state. What it has looked up, it keeps apart: Django forgets what all
    registries have looked up whenever a model is drawn, and goes through the models of the code
    again for each relation of the next."""

    get_models = cache(Apps.get_models.__wrapped__)
    get_swappable_settings_name = cache(Apps.get_swappable_settings_name.__wrapped__)


class Executor(MigrationExecutor):
    def _create_project_state(self, with_applied_migrations=False):
        state = super()._create_project_state(with_applied_migrations)
        return DrawnAlone(state.models, state.real_apps)


class Command(migrate.Command):
    def handle(self, *args, **options):
        # Django names its executor and its registry nowhere else.
        migrate.MigrationExecutor = Executor
        states.StateApps = Registry
        super().handle(*args, **options)

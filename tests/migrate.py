"""`manage.py`, whose `migrate` draws a changed model alone: an empty database in 3 s, not 20.

Django draws every model anew that is related to a changed one, and nearly all of ours are. A
state marked as delayed is drawn whole again before Python code of a migration sees it: Django's
own way for fields that are no relations. tests/test_template_database.py compares the outcome.
"""

from django.db.migrations.state import ProjectState

import manage


def draw_alone(state, app_label, model_name, delay=False):
    if "apps" in state.__dict__:  # hasattr would draw it
        state.is_delayed = True
        state._reload({(app_label, model_name)})


if __name__ == "__main__":
    ProjectState.reload_model = draw_alone
    manage.main()

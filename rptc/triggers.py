"""The register of triggers, with an index.

pgtrigger reads its whole register for each trigger that comes into it. With more than 800 of them
that is a third of the time in which a process starts, and every command and worker is one.
"""

from pgtrigger import registry


class Indexed(registry._Registry):  # noqa: SLF001
    """Refuses what pgtrigger's own refuses: a name twice on a table, a function twice."""

    # There properties, made anew from all that is registered.
    by_db_table = pg_function_names = None

    def __init__(self):
        self.by_db_table, self.pg_function_names = {}, set()
        super().__init__()

    def __setitem__(self, uri, registered):
        super().__setitem__(uri, registered)
        model, trigger = registered
        self.by_db_table[model._meta.db_table, trigger.name] = trigger
        self.pg_function_names.add(trigger.get_pgid(model))

    def __delitem__(self, uri):
        model, trigger = self[uri]
        super().__delitem__(uri)
        del self.by_db_table[model._meta.db_table, trigger.name]
        self.pg_function_names.remove(trigger.get_pgid(model))


def keep_an_index():
    """Call it before any model is read."""
    registry._registry = Indexed()  # noqa: SLF001

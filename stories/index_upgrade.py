"""Makes the derived rows anew after an upgrade that changed the index of words."""

from django.db import connection
from django.db.migrations.executor import MigrationExecutor

from stories.index import word_index
from stories.models import Showing, rebuild


def fill(using="default", plan=None, verbosity=1, **signal):
    """After `migrate`: where the index is new, derive all that is derived again.

    What reads texts otherwise for the index does so for lists: their rows are old too.
    """
    # Emptying a database is no upgrade; half a plan leaves tables of another form.
    if plan is None or using != "default" or not word_index.is_empty():
        return
    executor = MigrationExecutor(connection)
    ahead = executor.migration_plan(executor.loader.graph.leaf_nodes())
    if not ahead and Showing.objects.exists():
        if verbosity:
            print("  Deriving lists and words anew, as search has changed...")
        rebuild.rebuild()

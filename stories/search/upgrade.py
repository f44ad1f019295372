"""Fills the index of words after an upgrade that changed its form."""

from django.db import connection
from django.db.migrations.executor import MigrationExecutor

from stories.models import Showing, rebuild
from stories.search import index


def fill(using="default", plan=None, verbosity=1, **signal):
    """After `migrate`: where the index is new, index every text that readers have."""
    # Emptying a database is no upgrade; half a plan leaves tables of another form.
    if plan is None or using != "default" or not index.is_empty():
        return
    executor = MigrationExecutor(connection)
    ahead = executor.migration_plan(executor.loader.graph.leaf_nodes())
    if not ahead and Showing.objects.exists():
        if verbosity:
            print("  Indexing words anew, as search has changed...")
        rebuild.index_anew()

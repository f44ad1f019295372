"""Makes every derived row anew from the record."""

from itertools import batched, chain, groupby

from django.db import connection, transaction
from django.db.migrations.executor import MigrationExecutor
from django.utils import timezone

from entities.models import Entity
from stories.index import word_index
from stories.models import dates, derived_rows, translations
from stories.models.dates import Dated
from stories.models.question import Question
from stories.models.record import Edition
from stories.models.showing import Mention, Showing
from stories.models.story import Story

AT_ONCE = 25  # Stories or questions that are done in one turn.


def rebuild():
    """Make every derived row anew from the record; returns how many editions.

    In short turns, so that nobody waits for long. What is published meanwhile has the
    rows that publishing gave it, or those of a later turn: they are the same.
    """
    entities = Entity.objects.only("slug").in_bulk(field_name="slug")
    count = 0
    for name, owners in (("story", Story), ("question", Question)):
        column = f"{name}_id"  # its owner's own order is another
        keys = Edition.objects.exclude(**{name: None}).values_list(column, flat=True)
        for some in batched([*keys.order_by(column).distinct()], AT_ONCE):
            count += turn(owners, name, some, entities)
    translations.link_all()
    word_index.sweep()
    return count


def fill_new_index(using="default", plan=None, verbosity=1, **signal):
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
        rebuild()


@transaction.atomic
def turn(owners, name, keys, entities):
    """Replace the rows of some owners, locked as publishing locks each of them."""
    rows = owners.objects.select_for_update(no_key=True).filter(pk__in=keys)
    [*rows.order_by("pk").values_list("pk")]
    editions = Edition.objects.filter(**{f"{name}__in": keys})
    # By keys: after an import or a restore an engine knows nothing of its tables yet,
    # and may read all of them for each row of a nested query.
    old = [*editions.values_list("pk", flat=True)]
    word_index.drop(old)
    for model in (Dated, Mention):
        model.objects.filter(showing__in=old).delete()
    Showing.objects.filter(pk__in=old).delete()
    told = editions.select_related("revision").order_by(f"{name}_id", "number")
    made = [*histories(told)]
    Showing.objects.bulk_create([showing for showing, _document in made])
    for model, rows in ((Mention, derived_rows.mentions), (Dated, dates.rows)):
        each = (rows(showing, document, entities) for showing, document in made)
        model.objects.bulk_create([*chain.from_iterable(each)])
    now = timezone.now()
    for showing, document in made:
        if document and showing.live_until > now:
            word_index.index_text(showing, document)
    return len(made)


def histories(editions):
    """(unsaved row, document) of every edition; of each owner the first one first."""
    for _owner, group in groupby(editions, key=owner_of):
        before, said = None, {}
        for edition in group:
            document = edition.revision.content if edition.revision_id else {}
            showing = derived_rows.row(edition, document, before)
            if before:
                before.live_until = showing.live_from
                yield before, said
            before, said = showing, document
        yield before, said


def owner_of(edition):
    return edition.story_id, edition.question_id

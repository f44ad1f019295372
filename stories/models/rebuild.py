"""Makes every derived row anew from the record."""

from itertools import batched, chain, groupby

from django.db import connection, transaction
from django.utils import timezone

from entities.models import Entity
from stories.models import dated, deriving, translations
from stories.models.dated import Dated
from stories.models.derived import Mention, Showing
from stories.models.record import Edition
from stories.search import index

AT_ONCE = 200  # Editions that are written together.


@transaction.atomic
def rebuild():
    """Make every derived row anew from the record; returns how many editions."""
    if connection.vendor == "postgresql":
        # Publishing waits, or it would end rows that are being replaced. Readers don't.
        with connection.cursor() as cursor:
            cursor.execute("LOCK TABLE stories_showing IN EXCLUSIVE MODE")
    Dated.objects.all().delete()
    Mention.objects.all().delete()
    Showing.objects.all().delete()
    editions = Edition.objects.select_related("revision").order_by(
        "story_id", "question_id", "number"
    )
    entities = Entity.objects.in_bulk(field_name="slug")
    count = 0
    for some in batched(histories(editions.iterator()), AT_ONCE):
        count += len(some)
        write(some, entities)
    translations.link_all()
    index_anew()
    return count


def histories(editions):
    """(unsaved row, document) of every edition; of each owner the first one first."""
    for _owner, group in groupby(editions, key=owner_of):
        before, said = None, {}
        for edition in group:
            document = edition.revision.content if edition.revision_id else {}
            showing = deriving.row(edition, document, before)
            if before:
                before.live_until = showing.live_from
                yield before, said
            before, said = showing, document
        yield before, said


def write(some, entities):
    """Save rows with their mentions and dated rows: few statements for many."""
    Showing.objects.bulk_create([showing for showing, _document in some])
    for model, rows in ((Mention, deriving.mentions), (Dated, dated.rows)):
        each = (rows(showing, document, entities) for showing, document in some)
        model.objects.bulk_create([*chain.from_iterable(each)])


def index_anew():
    """The words of every text that is live or waits."""
    index.clear()
    kept = Showing.objects.filter(live_until__gt=timezone.now()).exclude(digest="")
    for showing in kept.select_related("edition__revision").iterator():
        index.put(showing, showing.edition.revision.content)


def owner_of(edition):
    return edition.story_id, edition.question_id

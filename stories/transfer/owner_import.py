"""One file becomes a story or a question, within its turn of an import."""

from explainer.document import canonical
from explainer.file import FaultyFileError, with_slug
from explainer.notation import objects
from people.refusals import RefusedError
from stories.models import Kind, freezing
from stories.models.derived_rows import moment
from stories.models.ledger import Ledger, new_ledger, record_text
from stories.transfer.publisher import backdate, lower_base, objection
from stories.transfer.shared_import import rows_named


class OwnerImport:
    """`run` is the import, whose shared rows, questions and publisher this uses."""

    def __init__(self, run, owner, item, place):
        self.run, self.owner, self.item, self.place = run, owner, item, place
        self.past = [*objects(item, "editions")] if run.publishing else []
        self.since = item.get("published_at")

    def write(self):
        """Write what the file says; returns what became of it, and its revision."""
        if not self.owner._state.adding:
            return self.write_over()
        return "made", self.write_told() if self.past else self.write_new()

    def write_new(self):
        """Write and publish what nobody has met: nothing is locked or compared."""
        run, owner = self.run, self.owner
        document = self.draft()
        revision = record_text(owner, canonical(self.fill(document, {})), 0, None)
        self.write_questions()
        if run.publishing:
            run.whos_who.look_again(run.shared.known.entities)
            ledger = new_ledger(owner, revision, run.whos_who)
            run.publisher.publish(
                owner, revision, self.place, self.since, ledger=ledger
            )
        return revision

    def write_told(self):
        """Write a story or question that is new here, with the editions it had."""
        self.owner.save()
        revision, _was_told = self.write_parts({})
        return revision

    def write_over(self):
        """Write over what is there: what an editor has typed stays in the history."""
        owner = self.owner
        ledger = Ledger(owner)
        if why := self.run.spares_people and reason_to_spare(ledger):
            self.run.outcome.notices.append(f"{self.place}: stays as it is: {why}")
            return "kept", ledger.head
        parts = freezing.parts_by_path(owner)
        before = owner.save_revision(document=freezing.freeze(owner, parts))
        revision, was_told = self.write_parts(parts)
        ends = self.past and self.past[-1][1]["kind"] == Kind.WITHDRAWAL
        if self.run.publishing and not (was_told or ends):
            self.run.publisher.publish(owner, revision, self.place, self.since)
        kept = "unchanged" if before.pk == revision.pk else "changed"
        return kept, revision

    def write_parts(self, parts):
        """Write the working copy, which has these parts, between its editions of the
        past if readers here had none; returns its revision, and whether it had those.
        """
        owner, past = self.owner, self.past
        is_told = bool(past) and not owner.editions.exists()
        is_withdrawn = bool(past) and past[-1][1]["kind"] == Kind.WITHDRAWAL
        for at, edition in past[: None if is_withdrawn else -1] if is_told else ():
            self.backdate(edition, f"{self.place}.{at}")
        revision = self.working_copy(parts)
        self.write_questions()
        if is_told:
            if not is_withdrawn:
                at, edition = past[-1]
                self.backdate(edition, f"{self.place}.{at}", revision.original)
            self.run.outcome.published.append(owner.slug)
        return revision, is_told

    def working_copy(self, parts):
        """Make the working copy what the file says; returns its revision."""
        document = self.draft()
        with self.owner.edited() as ledger:
            ledger.document = self.fill(document, parts)
            lower_base(self.owner, ledger)
        return ledger.revision

    def fill(self, document, parts):
        """Write a document over an owner's parts; returns it as the tables have it."""
        run, item = self.run, self.item
        known = rows_named(run.shared, document) | run.questions.rows_of(item)
        sources = run.shared.sources(item.get("sources", []))
        made = freezing.rewrite(
            self.owner, document, sources=sources, parts=parts, known=known
        )
        for lost in made.lost:
            run.fault(self.place, f"there is no {lost}")
        run.owners[item["format"]].add(self.owner)
        return made.document

    def draft(self):
        """The document of the file, with the questions that it lists."""
        document = self.document(self.item, self.place)
        self.run.questions.list_in(document, self.item, self.place)
        if self.run.found:
            raise FaultyFileError(self.run.found)
        return document

    def document(self, item, place):
        """The frozen document of a text, its pictures and shared rows seen to."""
        document = self.run.shared.document(item)
        self.run.pictures.take(item, document, place)
        return document

    def write_questions(self):
        """Write what a file says of its questions; faults are what stops these."""
        run = self.run
        run.questions.write(self.item)
        listed = with_slug(self.item.get("questions", []))
        for part in listed if run.publishing else ():
            asked = run.questions.asked[part["slug"]]
            if asked.row.pk not in run.questions.fresh:
                run.publisher.refuse_question(asked)

    def backdate(self, edition, place, document=None):
        """Append an edition that readers had elsewhere: with its text or a document."""
        if document is None and (text := edition.get("text")):
            document = self.document(text, f"{place}.text")
        kind, note = edition["kind"], edition.get("note", "")
        at = moment(edition["published_at"])
        try:
            backdate(self.owner, kind=kind, dated=at, document=document, note=note)
        except RefusedError as refusal:
            self.run.fault(place, refusal)


def reason_to_spare(ledger):
    """Why an archive that is read again writes nothing over a text, if it doesn't."""
    head, last = ledger.head, ledger.newest
    if head and head.created_by:
        return f"{head.created_by} saved it since"
    return objection(last)

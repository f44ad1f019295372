"""Take a sentence out of everything that the paper keeps, by a court's order.

Without --yes it only shows every place. The sentence is read from a file or from
standard input, so that it is in no history of a shell: letters and digits count, not
case, signs, spaces, markup or citations. This cannot be undone.
"""

import sys
from collections import Counter
from pathlib import Path

from django.contrib.auth import get_user_model
from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from explainer.erasure import LEAST, Sentence
from operations.redaction import execution, redact_again, traces
from operations.redaction.eraser import Eraser, KnownAddresses
from operations.redaction.writers_lock import BusyError
from stories.models import Redaction

BEYOND = """\
What this cannot reach, and somebody has to see to:
- pages that readers, search engines and archives have already; ask the engines
- caches between here and readers: they are told to ask anew; purge a CDN by hand
- servers of the fediverse: withdraw the story, that they delete it, and bring it back
- files that were exported, mails that were sent, prints, screenshots
- log files of this server, its proxy and its database
- PostgreSQL's write-ahead log and its archive, and replicas until they have caught up
- free space of the disk, where the files stood that were written anew
- pictures that show the sentence: kill them at the desk
- the hash of each text as it was is kept: who has the rest of it can test a guess"""


class Command(BaseCommand):
    help = __doc__

    def add_arguments(self, parser):
        add = parser.add_argument
        add("--text", metavar="FILE", help="the sentence; - is standard input")
        add("--order", default="", help="the court and its file number: readers see it")
        add("--reason", default="", help="why, in a sentence: readers see it")
        add("--by", default="", metavar="USER", help="who at the desk has it done")
        add("--yes", action="store_true", help="do it; without this it only looks")
        add("--dry-run", action="store_true", help="only look, as without --yes")
        add(
            "--again",
            nargs="?",
            const="",
            metavar="FILE",
            help="after a restore: take out again what earlier orders took out, "
            "by this list or the one beside the backups",
        )

    def handle(self, **options):
        if options["again"] is not None:
            return self.again(options["again"] or None)
        sentence = self.sentence(options["text"])
        if not options["yes"] or options["dry_run"]:
            return self.rehearse(sentence)
        return self.carry_out(sentence, **options)

    def sentence(self, name):
        if not name:
            raise CommandError("Give the sentence: --text FILE, or - to type it.")
        try:
            said = sys.stdin.read() if name == "-" else Path(name).read_text("utf-8")
        except (OSError, UnicodeDecodeError) as error:
            raise CommandError(f"The sentence can't be read: {error}") from None
        sentence = Sentence(said.strip())
        if len(sentence.letters) < LEAST:
            raise CommandError(
                f"The sentence has fewer than {LEAST} letters: it would be found in "
                "texts that say something else."
            )
        return sentence

    def rehearse(self, sentence):
        places = execution.rehearse(sentence)
        self.show(places)
        self.tell_of_orders(sentence)
        for name in traces.pictures_naming(Eraser([sentence], lambda slug: None)):
            self.stdout.write(f"The file {name} holds it, too.")
        if places:
            self.stdout.write(
                "Nothing was changed. Read each place; then run this again with --yes, "
                "--order and --reason."
            )

    def show(self, places):
        for place in places:
            self.stdout.write(f"{place.label} {place.key}, {place.column}")
            for words in place.context:
                self.stdout.write(f"    {words}")
        counts = Counter(place.label for place in places)
        said = ", ".join(f"{number} in {label}" for label, number in counts.items())
        self.stdout.write(f"{len(places)} places{': ' if said else '.'}{said}")

    def tell_of_orders(self, sentence):
        """The record of an order is never changed, whatever it says."""
        for earlier in Redaction.objects.all():
            if any(map(sentence.is_in, (earlier.order, earlier.reason))):
                self.stdout.write(
                    f"The record of the order {earlier} says it, and can't be changed."
                )

    def carry_out(self, sentence, *, order, reason, by, **options):
        order, reason = order.strip(), reason.strip()
        if not order or not reason:
            raise CommandError("Say --order and --reason: the record needs both.")
        if any(map(sentence.is_in, (order, reason))):
            raise CommandError("The order and the reason may not say the sentence.")
        if earlier := Redaction.objects.all().said_in((order, reason)):
            raise CommandError(
                "The order or the reason says what was removed by an earlier order "
                f"({earlier.order}): readers would read it again."
            )
        traces.keep_slips([])  # who can't read the list can't add to it afterwards
        person = self.person(by)
        try:
            redaction, places = execution.carry_out(
                sentence, order=order, reason=reason, by=person
            )
        except BusyError as busy:
            raise CommandError(str(busy)) from None
        self.show(places)
        self.tell_of_orders(sentence)
        if redaction is None:
            self.stdout.write("It was taken out before; what is left of that follows.")
        self.clean(sentence, redaction, places)

    def person(self, name):
        if not name:
            return None
        found = get_user_model().objects.filter(username=name).first()
        if found is None:
            raise CommandError(f"Nobody is called {name}.")
        return found

    def clean(self, sentence, redaction, places):
        """All that comes after the database: run again, it is finished."""
        known = [redaction] if redaction else [*Redaction.objects.all()]
        traces.forget_addresses(Eraser([sentence], KnownAddresses(known)))
        traces.forget_pages()
        for fault in traces.wipe(execution.models_of(places)):
            self.stdout.write(f"Not done: {fault}")
        self.tell(known, timezone.now())

    def tell(self, redactions, now):
        kept = traces.keep_slips(map(execution.slip_of, redactions))
        if kept:
            self.stdout.write(f"Kept for restores, without its words: {kept}")
        else:
            self.stdout.write("Keep this for the day on which a backup is restored:")
            for redaction in redactions:
                self.stdout.write(traces.json.dumps(execution.slip_of(redaction)))
        for name, at in traces.older_backups(now):
            self.stdout.write(f"The backup {name} of {at:%Y-%m-%d %H:%M} holds it.")
        self.stdout.write(BEYOND)

    def again(self, path):
        try:
            for said in redact_again(path):
                self.stdout.write(said)
        except BusyError as busy:
            raise CommandError(str(busy)) from None
        self.stdout.write("Nothing that was taken out is in the paper.")

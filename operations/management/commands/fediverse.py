"""How many follow the paper in the fediverse, in numbers; end what somebody follows
there, or a whole server; or have another key."""

from django.core.management.base import BaseCommand, CommandError
from django.db.models import Count

from paper.fediverse import signing_keys
from paper.fediverse.actors import FOLDERS
from paper.fediverse.remote_actor import digests
from paper.fediverse.rows import Delivery, RemoteFollow, RemoteInbox

HOST, WEB = "HOST", ("http://", "https://")


class Command(BaseCommand):
    help = __doc__

    def add_arguments(self, parser):
        only = parser.add_mutually_exclusive_group()
        said = "End all that somebody follows, by the address of their actor."
        only.add_argument("--end", metavar="ADDRESS", help=said)
        said = "Forget a server with all who follow there; they may follow again."
        only.add_argument("--end-server", metavar=HOST, help=said)
        said = "Make another key. It is shown at once, and signs three minutes later."
        only.add_argument("--rotate-key", action="store_true", help=said)

    def handle(self, *, end, end_server, rotate_key, **options):
        if end is not None:
            return self.end(end.strip())
        if end_server is not None:
            return self.end_server(end_server.strip().lower())
        if rotate_key:
            signing_keys.make()
            return self.stdout.write("There is another key. `tick` drops the old one.")
        return self.count()

    def end(self, address):
        if not address.startswith(WEB):
            said = "An address is needed, such as https://server.example/users/ana."
            raise CommandError(said)
        gone, _each = RemoteFollow.objects.filter(digest__in=digests(address)).delete()
        if not gone:
            raise CommandError("Nobody follows anything by this address.")
        self.stdout.write(f"Ended: {gone}")

    def end_server(self, host):
        rows = RemoteInbox.objects.filter(host=host)
        if not rows.exists():
            raise CommandError("Nothing is sent to a server of this name.")
        gone = RemoteFollow.objects.filter(inbox__in=rows).count()
        rows.delete()
        self.stdout.write(f"Ended: {gone}")

    def count(self):
        rows = RemoteFollow.objects.order_by("kind", "slug").values("kind", "slug")
        self.stdout.write(f"Who follows: {RemoteFollow.objects.count()}")
        for row in rows.annotate(n=Count("pk")):
            place = "/".join(filter(None, [FOLDERS[row["kind"]], row["slug"]]))
            self.stdout.write(f"  {place}: {row['n']}")
        failing = RemoteInbox.objects.exclude(failing_since=None).count()
        self.stdout.write(f"Servers that are told: {RemoteInbox.objects.count()}")
        self.stdout.write(f"  that take nothing at the moment: {failing}")
        waiting = Delivery.objects.filter(sent_at=None).count()
        self.stdout.write(f"To be sent: {waiting}")

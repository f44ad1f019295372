"""How many follow the paper by mail, in numbers; or delete an address and all that it
follows, at its owner's wish."""

import sys

from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError
from django.db.models import Count

from paper.followers import consent
from paper.models import Follower, FollowRequest, Notification, Subscription
from people import mail_address

ALL = "everybody"


class Command(BaseCommand):
    help = __doc__

    def add_arguments(self, parser):
        said = "Delete an address, which is read from standard input if it is -"
        parser.add_argument("--forget", metavar="ADDRESS", help=f"{said}.")
        said = "Encrypt with SECRET_KEY what a key of SECRET_KEY_FALLBACKS opens."
        parser.add_argument("--encrypt-again", action="store_true", help=said)
        said = f"Delete every address; say {ALL} to mean it."
        parser.add_argument("--forget-all", metavar=ALL, help=said)

    def handle(self, *, forget, forget_all, encrypt_again, **options):
        if forget_all:
            return self.forget_everybody(forget_all)
        if encrypt_again:
            return self.encrypt_again()
        if forget:
            return self.forget(sys.stdin.readline() if forget == "-" else forget)
        return self.count()

    def forget(self, text):
        try:
            address = mail_address.normal(text)
        except ValidationError:
            raise CommandError("That is no mail address.") from None
        found = [row.pk for row in FollowRequest.objects.all() if is_of(row, address)]
        gone, _each = FollowRequest.objects.filter(pk__in=found).delete()
        more, _each = Follower.objects.at(address).delete()
        if not (gone or more):
            raise CommandError("Nobody follows anything by this address.")
        self.stdout.write("Deleted, with all that it follows or was asked about.")

    def forget_everybody(self, word):
        if word != ALL:
            raise CommandError(f"Nothing was deleted: say --forget-all {ALL}.")
        count = Follower.objects.count()
        FollowRequest.objects.all().delete()
        Follower.objects.all().delete()
        self.stdout.write(f"Deleted: {count} addresses.")

    def encrypt_again(self):
        while consent.seal_again():
            pass
        locked = consent.locked_out().count()
        self.stdout.write(f"Addresses that no key opens which is here: {locked}")

    def count(self):
        confirmed = Subscription.objects.confirmed()
        addresses = confirmed.order_by().values("follower").distinct().count()
        waiting = Notification.objects.filter(sent_at=None).count()
        self.stdout.write(f"Addresses that follow something: {addresses}")
        for row in confirmed.order_by("kind").values("kind").annotate(n=Count("pk")):
            self.stdout.write(f"  to a {row['kind']}: {row['n']}")
        self.stdout.write(f"Letters to be sent: {waiting}")


def is_of(request, address):
    """Whether somebody asked for letters to it, and it was not seen to yet."""
    asked = mail_address.decrypted(request.address)
    return mail_address.folded(asked) == mail_address.folded(address)

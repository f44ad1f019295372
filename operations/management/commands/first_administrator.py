"""Make the first administrator, of ADMIN_USER, ADMIN_PASSWORD and ADMIN_EMAIL, unless
there is one. Runs at every start, and may at several at once."""

from django.conf import settings
from django.contrib.auth import get_user_model
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.core.management import CommandError
from django.core.management.base import BaseCommand
from django.db import IntegrityError, transaction

LATER = "none yet; `manage.py createsuperuser` makes one, or ADMIN_USER at a start"


class Command(BaseCommand):
    help = __doc__

    def handle(self, **options):
        found = administrator()
        if found or not settings.ADMIN_USER:
            self.say("there is one" if found else LATER)
            return
        user = get_user_model()(
            username=settings.ADMIN_USER,
            email=settings.ADMIN_EMAIL,
            is_staff=True,
            is_superuser=True,
        )
        check(user, settings.ADMIN_PASSWORD)
        user.set_password(settings.ADMIN_PASSWORD)
        try:
            with transaction.atomic():
                user.save(force_insert=True)
        except IntegrityError:
            if not administrator():
                raise CommandError(
                    "ADMIN_USER names somebody who is no administrator."
                ) from None
            self.say("there is one")  # another start was quicker
            return
        self.say(f"“{user.username}” may sign in at {settings.SITE_URL}/admin/")

    def say(self, words):
        self.stdout.write(f"-- administrator: {words}")


def administrator():
    return get_user_model().objects.filter(is_superuser=True, is_active=True).exists()


def check(user, password):
    """Refuse a name or a password that the desk would refuse."""
    if not password:
        raise CommandError("ADMIN_PASSWORD is not set; ADMIN_USER needs one.")
    for name, ask in (
        ("ADMIN_USER", lambda: user.clean_fields(exclude=["password"])),
        ("ADMIN_PASSWORD", lambda: validate_password(password, user)),
    ):
        try:
            ask()
        except ValidationError as fault:
            raise CommandError(f"{name}: {' '.join(fault.messages)}") from None

"""A paper that is run well, and what the doctor finds of it."""

import json

from django.apps import apps
from django.contrib.staticfiles.finders import get_finders
from django.utils import timezone

from operations.backup import shelf
from operations.doctor.case import Case
from operations.doctor.examination import at_once, examine
from operations.doctor.rounds import CHECKS
from operations.models import Job
from tests import make


def look(**case):
    """Make every check; what was found, as (check, fault)."""
    report = examine(CHECKS, Case(**case), begin=at_once)
    return [(row["check"], row["fault"]) for row in report.rows]


def use_site(settings, proxy):
    """Have readers come by this proxy."""
    settings.SITE_HOST = "news.example" if proxy.is_secure else "localhost"
    settings.SITE_URL = f"http://localhost:{proxy.port}"
    if proxy.is_secure:  # to be asked under that name
        settings.SITE_URL = "https://news.example"
        settings.ALLOWED_HOSTS = [*settings.ALLOWED_HOSTS, "news.example"]
    settings.BEHIND_PROXY = True
    settings.HTTPS = proxy.is_secure
    settings.SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")


def use_mail(settings, server, **options):
    """Have letters go to this server."""
    options = {
        "host": "localhost",
        "port": server.port,
        "username": "",
        "password": "",
        "use_tls": False,
        "use_ssl": False,
        "timeout": 2,
    } | options
    backend = "django.core.mail.backends.smtp.EmailBackend"
    settings.MAILERS = {"default": {"BACKEND": backend, "OPTIONS": options}}
    settings.MAIL_IS_SET_UP = True


def collect(folder):
    """The list of all static files, as `collectstatic` leaves it."""
    ignored = apps.get_app_config("staticfiles").ignore_patterns
    names = [name for finder in get_finders() for name, _ in finder.list(ignored)]
    folder.mkdir(exist_ok=True)
    listed = {"version": "1.1", "paths": {name: name for name in names}, "hash": ""}
    (folder / "staticfiles.json").write_text(json.dumps(listed))


def back_up(made_at, verified_at=None):
    """A file that is called like a backup, and the note of one that was tried."""
    with shelf.new_file(shelf.folder(), made_at, ".tar") as (opened, path):
        opened.write(b"everything")
    if verified_at:
        shelf.note(path, verified_at)


def set_up(settings, folder, proxy, mail_server):
    """Have everything that the doctor looks at in order."""
    for name in ("media", "pages", "backups"):
        (folder / name).mkdir()
    settings.BACKUP_DIR = folder / "backups"
    now = timezone.now()
    back_up(now, verified_at=now)
    settings.MEDIA_ROOT = folder / "media"
    pages = settings.CACHES["shared"] | {"LOCATION": str(folder / "pages")}
    settings.CACHES = settings.CACHES | {"shared": pages}
    settings.STATIC_ROOT = folder / "static"
    collect(settings.STATIC_ROOT)
    files = {"BACKEND": "newsroom.storage.HashedFiles"}
    settings.STORAGES = settings.STORAGES | {"staticfiles": files}
    use_site(settings, proxy)
    use_mail(settings, mail_server)
    make.editor()
    Job.objects.create(name="feeds", began_at=now, ended_at=now, succeeded_at=now)

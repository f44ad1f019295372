"""Django's settings: production's values are the defaults, the rest is environment.
`.env.example` explains every variable; a wrong one ends the start with one line."""

import os
import re
from pathlib import Path

from django.conf.global_settings import LANGUAGES
from django.utils.csp import CSP
from jinja2 import ChainableUndefined

from newsroom import database_urls
from newsroom.environment import (
    Environment,
    UnusableEnvironmentError,
    checked_caches,
    read_file,
    seconds_of,
)

BASE_DIR = Path(__file__).resolve().parent.parent

# The environment, all of it. What is exported wins over the file.
read_file("ENV_FILE", default=BASE_DIR / ".env")
env = Environment(os.environ)
DEBUG = env.flag("DEBUG", default=False)
SECRET_KEY = env.secret(
    "SECRET_KEY", least=50, default="only-for-development-" * 3 if DEBUG else ""
)
SECRET_KEY_FALLBACKS = env.secrets("SECRET_KEY_FALLBACKS", least=50)
BIND_ADDRESS = env.text("BIND_ADDRESS", "127.0.0.1")
PORT = env.number("PORT", 8000, least=1, most=65535)
WEB_PROCESSES = env.number("WEB_PROCESSES", 2, least=1, most=64)
WEB_THREADS = env.number("WEB_THREADS", 4, least=1, most=64)
ADMIN_USER = env.text("ADMIN_USER")
ADMIN_PASSWORD = env.text("ADMIN_PASSWORD")
ADMIN_EMAIL = env.email("ADMIN_EMAIL")
DRAIN_SECONDS = env.number("DRAIN_SECONDS", 0, least=0, most=60)
SITE_NAME = env.text("SITE_NAME", "The Lantern")
SITE_URL = env.site_url("SITE_URL", f"http://127.0.0.1:{PORT}")
CONTACT_EMAIL = env.email("CONTACT_EMAIL")
CARD_FONTS = env.text("CARD_FONTS")
FEDIVERSE_CREATOR = env.fediverse_account("FEDIVERSE_CREATOR")
NAMED = "[a-z0-9_]{1,30}", "a name in small letters, such as lantern"
FEDIVERSE_NAME = env.formed("FEDIVERSE_NAME", *NAMED)
PUBLIC_INDEXING = env.flag("PUBLIC_INDEXING", default=True)
POLICIES = {"allow", "answers", "deny"}
AI_CRAWLERS = env.choice("AI_CRAWLERS", "allow", POLICIES, "policy")
REACHED = r"(mailto:)?[^@:\s]+@[^@:\s]+|https://\S+|tel:\+?[0-9-]+"
REACHED = REACHED, "addresses like security@news.example, https://… or tel:+49-30-1"
SECURITY_CONTACT = env.words("SECURITY_CONTACT", [], *REACHED)
SITE_HOST = re.sub(r"^https?://|:[0-9]+$", "", SITE_URL)
ALLOWED_HOSTS = env.hosts("ALLOWED_HOSTS", [SITE_HOST, "localhost", "127.0.0.1"])
BEHIND_PROXY = env.flag("BEHIND_PROXY", default=False)
TIME_ZONE = env.time_zone("TIME_ZONE", "UTC")
LANGUAGE_CODE = env.choice("LANGUAGE_CODE", "en-gb", {*dict(LANGUAGES)}, "language")
DATABASE = database_urls.primary(
    env,
    "DATABASE_URL",
    "sqlite:///var/newsroom.sqlite3",
    password=env.text("DATABASE_PASSWORD"),
    root=BASE_DIR,
)
REPLICA = database_urls.replica(env, "REPLICA_URL", DATABASE)
DATABASE_WAIT = env.number("DATABASE_WAIT", 60, least=0, most=3600)
MIGRATE = env.flag("MIGRATE", default=True)
DATABASE_TIMEOUT = env.number("DATABASE_TIMEOUT", 30, least=0, most=3600)
PREPARE_STATEMENTS = env.flag("PREPARE_STATEMENTS", default=True)
MEDIA_ROOT = env.path("MEDIA_ROOT", "var/media", root=BASE_DIR)
STATIC_ROOT = env.path("STATIC_ROOT", "var/static", root=BASE_DIR)
EXPORTS = env.path("EXPORT_DIR", "", root=BASE_DIR)
EXPORT_DIR = None if EXPORTS == BASE_DIR else EXPORTS
POSTGRESQL_PROGRAMS = env.text("POSTGRESQL_PROGRAMS")
BACKUPS = env.path("BACKUP_DIR", "", root=BASE_DIR)
BACKUP_DIR = None if BACKUPS == BASE_DIR else BACKUPS  # none is set
AGE_KEY = "age1[0-9a-z]{58}", "public keys of age, which begin with age1"
BACKUP_KEY = env.words("BACKUP_KEY", [], *AGE_KEY)
BACKUP_IDENTITY = env.text("BACKUP_IDENTITY")
KEPT = "(daily|weekly|monthly) [0-9]{1,4}", "how many to keep, as daily 7, weekly 4"
KEEP = env.words("BACKUP_KEEP", ["daily 7", "weekly 4", "monthly 6"], *KEPT)
BACKUP_KEEP = {kind: int(count) for kind, count in map(str.split, KEEP)}
SHARED_PAGES = env.pages("PAGE_CACHE", "var/pages", root=BASE_DIR)
MAILERS = {"default": env.mailer("EMAIL_URL")}
MAIL_IS_SET_UP = "OPTIONS" in MAILERS["default"]  # else it is only printed
DEFAULT_FROM_EMAIL = CONTACT_EMAIL or f"newsroom@{SITE_HOST}"
FOLLOW_BY_MAIL = env.flag("FOLLOW_BY_MAIL", default=False)
BOUNCE_EMAIL = env.email("BOUNCE_EMAIL") or DEFAULT_FROM_EMAIL
if FOLLOW_BY_MAIL and not MAIL_IS_SET_UP:
    raise UnusableEnvironmentError("FOLLOW_BY_MAIL", "needs EMAIL_URL")
REQUIRE_SECOND_FACTOR = env.flag("REQUIRE_SECOND_FACTOR", default=False)
FETCH_SOURCES = env.flag("FETCH_SOURCES", default=True)
FETCH_SECONDS = env.number("FETCH_SECONDS", 8, least=1, most=25)
FETCH_ALLOW_HOSTS = env.hosts("FETCH_ALLOW_HOSTS", [])
FORGET_MESSAGES_DAYS = env.number("FORGET_MESSAGES_DAYS", 0, least=0, most=36500)
PURGE_URLS = checked_caches("PURGE_URLS", env.words("PURGE_URLS", []))
FASTLY_TOKEN = env.text("FASTLY_TOKEN")
CLOUDFLARE_TOKEN = env.text("CLOUDFLARE_TOKEN")
HUB = r"https://[\w.-]+(:[0-9]{1,5})?(/[\w./~-]*)?", "like https://hub.example/"
WEBSUB_HUB = env.formed("WEBSUB_HUB", *HUB)
LOG_LEVEL = env.choice("LOG_LEVEL", "INFO", {"DEBUG", "INFO", "WARNING"}, "log level")
LOG_FORMAT = env.choice("LOG_FORMAT", "text", {"text", "json"}, "format of the log")
ACCESS_LOG = env.flag("ACCESS_LOG", default=False)
LOG_ADDRESSES = env.flag("LOG_ADDRESSES", default=False)
SLOW_QUERY_SECONDS = seconds_of(
    "SLOW_QUERY_SECONDS", env.text("SLOW_QUERY_SECONDS", "1"), most=3600
)
LONG = r"[^\s]{20,}", "20 characters or more, without spaces"
METRICS_TOKEN = env.formed("METRICS_TOKEN", *LONG)
DSN = r"https?://[^@/\s]+@[^@/\s]+/(\S*/)?[0-9]+", "like https://KEY@HOST/NUMBER"
SENTRY_DSN = env.formed("SENTRY_DSN", *DSN)
WEB = r"https?://[^/\s]+(/\S*)?", "like http://HOST:4318"
OTEL_EXPORTER_OTLP_ENDPOINT = env.formed("OTEL_EXPORTER_OTLP_ENDPOINT", *WEB)

INSTALLED_APPS = [
    "people.apps.DeskSiteConfig",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django_otp",
    "django_otp.plugins.otp_totp",
    "django_otp.plugins.otp_static",
    "taggit",
    "stories.apps.StoriesConfig",
    "operations.apps.OperationsConfig",
    "desk.apps.DeskConfig",
    "paper.apps.PaperConfig",
    "pages.apps.PagesConfig",
    "sources.apps.SourcesConfig",
    "images.apps.ImagesConfig",
    "entities.apps.EntitiesConfig",
    "demo",
    "people.apps.PeopleConfig",  # last: it grants what the others define
]
MIDDLEWARE = [
    "newsroom.middleware.private_by_default",
    "newsroom.middleware.noindex_header",
    "newsroom.probes.answer_probes",
    "newsroom.request_timing.request_timing",
    "django.middleware.security.SecurityMiddleware",
    "django.middleware.csp.ContentSecurityPolicyMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "newsroom.open_answers.open_to_all",
    "newsroom.middleware.request_time",
    "newsroom.open_answers.link_headers",
    "newsroom.middleware.clean_input",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django_otp.middleware.OTPMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "desk.unsaved.rescue.give_back_refused",
]
# The interface's language is one setting; what a browser asks for changes nothing.
LOCALE_PATHS = [BASE_DIR / "locale"]
FORMAT_MODULE_PATH = "newsroom.formats"
TRANSLATIONS = {"en", *(path.name for path in LOCALE_PATHS[0].iterdir())}
FORM_RENDERER = "newsroom.renderers.Renderer"
ROOT_URLCONF = "newsroom.urls"
READERS = "newsroom.context_processors.paper"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.jinja2.Jinja2",
        "DIRS": [BASE_DIR / "templates"],
        "OPTIONS": {
            "environment": "newsroom.public_templates.Environment",
            "context_processors": [READERS],
            # What is missing costs readers a word, not the page; tests are strict.
            "undefined": ChainableUndefined,
        },
    },
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                READERS,
            ]
        },
    },
]

SQLITE = {
    "transaction_mode": "IMMEDIATE",
    "timeout": 20,
    # Without recursive triggers a raw INSERT OR REPLACE passes by the record's guards.
    "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL;"
    "PRAGMA foreign_keys=ON; PRAGMA recursive_triggers=ON;",
}
POSTGRESQL = {
    "connect_timeout": 5,
    # A server that is cut off is noticed within 10 seconds, by commands too.
    "tcp_user_timeout": 10_000,
    "keepalives_idle": 5,
    "keepalives_interval": 2,
    "keepalives_count": 3,
    # No query of a page runs for so long that compiling it first would pay. What is
    # prepared is planned once, for whatever values: five times are not waited for.
    "options": f"-c statement_timeout={DATABASE_TIMEOUT}s -c jit=off"
    " -c plan_cache_mode=force_generic_plan",
}
OPTIONS = SQLITE if DATABASE["ENGINE"].endswith("sqlite3") else POSTGRESQL
DATABASE["OPTIONS"] = {**OPTIONS, **DATABASE.get("OPTIONS", {})}
DATABASE["CONN_HEALTH_CHECKS"] = True  # a restarted server costs no reader an error
DATABASES = {"default": DATABASE}
if REPLICA:  # no alias: see newsroom/replica.py
    REPLICA["OPTIONS"] = {**POSTGRESQL, **REPLICA.get("OPTIONS", {})}
    REPLICA["OPTIONS"]["options"] += " -c default_transaction_read_only=on"

MEMORY = {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}
CACHES = {
    "default": MEMORY,  # of each process
    "shared": SHARED_PAGES,  # by all processes
}

AUTHENTICATION_BACKENDS = ["people.backends.DeskBackend"]
LOGIN_URL = "admin:login"
SESSION_COOKIE_AGE = 14 * 24 * 3600  # signing out ends them earlier, on every device
# Wrong codes are counted with wrong passwords, by people.throttle.
OTP_TOTP_THROTTLE_FACTOR = OTP_STATIC_THROTTLE_FACTOR = 0
PASSWORDS = "django.contrib.auth.password_validation"
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": f"{PASSWORDS}.UserAttributeSimilarityValidator"},
    {"NAME": f"{PASSWORDS}.MinimumLengthValidator", "OPTIONS": {"min_length": 12}},
    {"NAME": f"{PASSWORDS}.CommonPasswordValidator"},
]
TAGGIT_CASE_INSENSITIVE = True
DATA_UPLOAD_MAX_NUMBER_FIELDS = 20_000  # a long story's form, with all its parts
DATA_UPLOAD_MAX_MEMORY_SIZE = 10 * 1024**2

STATIC_URL = "/static/"
STATICFILES_DIRS = [BASE_DIR / "newsroom" / "static"]
MEDIA_URL = "/media/"
HASHED = "newsroom.storage.HashedFiles"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": HASHED},
}

SECURE_CSP = {
    "default-src": [CSP.SELF],
    "img-src": [CSP.SELF, "data:"],
    "object-src": [CSP.NONE],
    "base-uri": [CSP.NONE],
    "form-action": [CSP.SELF],
    "frame-ancestors": [CSP.NONE],  # the desk's preview makes an exception of itself
}
X_FRAME_OPTIONS = "DENY"
HTTPS = SITE_URL.startswith("https:")
SECURE_SSL_REDIRECT = SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = HTTPS
SECURE_HSTS_SECONDS = 31_536_000 if HTTPS else 0
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if BEHIND_PROXY else None
CSRF_TRUSTED_ORIGINS = [SITE_URL]
CSRF_FAILURE_VIEW = "desk.unsaved.rescue.csrf_failure"
# How far HSTS reaches is the domain owner's to say.
SILENCED_SYSTEM_CHECKS = ["security.W005", "security.W021"]

LINES = {"text": "log_lines.TextLines", "json": "json_lines.JsonLines"}
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "filters": {"request": {"()": "operations.observation.log_lines.RequestFilter"}},
    "formatters": {"log": {"()": f"operations.observation.{LINES[LOG_FORMAT]}"}},
    "handlers": {
        "stderr": {
            "class": "logging.StreamHandler",
            "formatter": "log",
            "filters": ["request"],
        }
    },
    "root": {"handlers": ["stderr"], "level": LOG_LEVEL},
    "loggers": {
        "django": {"handlers": [], "level": LOG_LEVEL},
        "django.security.DisallowedHost": {"level": "CRITICAL"},  # what robots try
        "gunicorn.http.wsgi": {"level": "ERROR"},  # Django leaves HEAD to the server
        "access": {"level": "INFO"},  # whoever wants lines gets them
    },
}

"""Settings, and the files that a deployment brings with it."""

from operations import readiness, system_checks
from operations.doctor.diagnosis import FAULT, WARNING, Finding, counted, fault

# No page is seen.
FATAL = {"operations.W002", "operations.W003"}


def settings_fit(_case):
    for said in system_checks.found():
        severity = FAULT if said.id in FATAL else WARNING
        yield Finding(severity, said.msg, said.hint, "settings.md")


def static_files_there(_case):
    if missing := readiness.missing_static_files():
        yield fault(
            f"Not in STATIC_ROOT: {counted(len(missing), 'static file')}, such as "
            f"{min(missing)}. The web server won't start.",
            "Run `manage.py collectstatic --noinput`.",
            "settings.md#files",
        )

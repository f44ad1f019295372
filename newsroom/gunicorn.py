"""The web server's settings: `gunicorn -c python:newsroom.gunicorn newsroom.wsgi`."""

from django.db import connections

from newsroom import settings

bind = f"{settings.BIND_ADDRESS}:{settings.PORT}"
workers = settings.WEB_PROCESSES
threads = settings.WEB_THREADS
preload_app = True  # processes share the memory of one load, and a bad start ends all
control_socket_disable = True
forwarded_allow_ips = ""  # settings alone say whether a proxy's word is taken

# Only a process that stays keeps PostgreSQL connections; a command opens one. Left to
# try for long, a pool sleeps for longer too, and misses that its server is back.
pooled = settings.DATABASE["ENGINE"].endswith("postgresql")
if pooled:
    settings.DATABASE["OPTIONS"]["pool"] = {
        "min_size": 1,
        "max_size": settings.DATABASE_CONNECTIONS,
        "timeout": 3,
        "reconnect_timeout": 2,
    }


def when_ready(server):
    server.log.info("The paper is at %s/", settings.SITE_URL)
    server.log.info("The desk is at %s/admin/", settings.SITE_URL)


def worker_exit(server, worker):
    """Close the pool: one that has lost its server would hold the process for 20 s."""
    if pooled:
        connections["default"].close_pool()

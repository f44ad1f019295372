"""The web server's settings: `gunicorn -c python:newsroom.gunicorn newsroom.wsgi`."""

from newsroom import settings

bind = f"{settings.BIND_ADDRESS}:{settings.PORT}"
workers = settings.WEB_PROCESSES
threads = settings.WEB_THREADS
worker_class = "newsroom.worker.Worker"
keepalive = 5
preload_app = True  # processes share the memory of one load, and a bad start ends all
control_socket_disable = True
forwarded_allow_ips = ""  # settings alone say whether a proxy's word is taken

# Only a process that stays keeps a connection, one for each thread, and watches over
# the server or the file; a command opens a plain one.
if settings.DATABASE["ENGINE"].endswith("postgresql"):
    settings.DATABASE |= {"ENGINE": "newsroom.postgresql", "CONN_MAX_AGE": None}
else:  # nor does a thread wait for SQLite's one writer as long as a command may
    settings.DATABASE |= {"ENGINE": "newsroom.sqlite", "CONN_MAX_AGE": None}
    settings.DATABASE["OPTIONS"] |= {"timeout": 5}


def when_ready(server):
    server.log.info("The paper is at %s/", settings.SITE_URL)
    server.log.info("The desk is at %s/admin/", settings.SITE_URL)

"""The web server's own lines, where lines are for programs: written as all others."""

from logging.config import dictConfig

from gunicorn.glogging import Logger

from newsroom import settings


class ServerLog(Logger):
    def setup(self, cfg):
        """Hand lines on to the handler of the whole process."""
        super().setup(cfg)
        dictConfig(settings.LOGGING)
        self.error_log.handlers.clear()
        self.error_log.propagate = True

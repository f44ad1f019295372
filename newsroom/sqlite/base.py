"""The backend: Django's, which notices when another file was put in the place of its.

To open a file anew at every request cost 1.9 ms; to ask which one it is costs 0.002.
"""

import os

from django.db.backends.sqlite3 import base


class DatabaseWrapper(base.DatabaseWrapper):
    file = None

    def get_new_connection(self, conn_params):
        self.file = self.file_there()
        return super().get_new_connection(conn_params)

    def is_usable(self):
        return self.file == self.file_there()

    def file_there(self):
        """Which file has the database's name now; nothing is equal to none."""
        try:
            found = os.stat(self.settings_dict["NAME"])
        except OSError:
            return object()
        return found.st_dev, found.st_ino

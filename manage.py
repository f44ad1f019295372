#!/usr/bin/env python
"""Django's command line, for this project."""

import os
import sys

from django.core.management import execute_from_command_line
from django.db import DatabaseError

from newsroom.environment import UnusableEnvironmentError
from operations.doctor import statement
from operations.readiness import out_of_reach


def main():
    """A command that fails because there is no database says so in one line; the
    doctor finds a wrong setting, at which any other one stops."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "newsroom.settings")
    try:
        execute_from_command_line(sys.argv)
    except UnusableEnvironmentError as fault:
        if sys.argv[1:2] != ["doctor"]:
            raise
        print(statement.of_wrong_settings(str(fault), "--json" in sys.argv))
        sys.exit(statement.FAULTY)
    except DatabaseError:
        fault = out_of_reach()
        if not fault:
            raise
        sys.exit(f"newsroom: DATABASE_URL leads to no database we can use: {fault}")


if __name__ == "__main__":
    main()

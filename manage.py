#!/usr/bin/env python
"""Django's command line, for this project."""

import os
import sys

from django.core.management import execute_from_command_line
from django.db import DatabaseError

from operations.readiness import out_of_reach


def main():
    """A command that fails because there is no database says so in one line."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "newsroom.settings")
    try:
        execute_from_command_line(sys.argv)
    except DatabaseError:
        fault = out_of_reach()
        if not fault:
            raise
        sys.exit(f"newsroom: DATABASE_URL leads to no database we can use: {fault}")


if __name__ == "__main__":
    main()

#!/usr/bin/env python
"""Django's command line for YDEU Exchange."""

import os
import sys

from django.core.management import execute_from_command_line

from ydeu.publishing import one_wait

if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "ydeu.settings.development")
    with one_wait():
        execute_from_command_line(sys.argv)

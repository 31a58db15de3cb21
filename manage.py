#!/usr/bin/env python
"""Django's command line. What a command changes is recorded under the command's own name."""

import os
import sys


def main():
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "rptc.settings")
    # Row history is written by database triggers; the context tells them who acts.
    import pghistory
    from django.core.management import execute_from_command_line

    command = os.environ["RPTC_COMMAND"] = sys.argv[1] if len(sys.argv) > 1 else "help"
    with pghistory.context(command=command):
        execute_from_command_line(sys.argv)


if __name__ == "__main__":
    main()

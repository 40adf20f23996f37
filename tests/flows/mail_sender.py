"""`python -m tests.flows.mail_sender`: each line on stdin starts a process that sends e-mails until killed.

It answers with the process id. Processes are forked: a hundred do not cost a hundred starts of Django.
"""

import os
import sys
import time

import django

django.setup()

from ydeu.notices import tasks  # noqa: E402


def main() -> None:
    for _line in sys.stdin:
        number = os.fork()
        while not number:
            tasks.sweep()
            time.sleep(0.01)
        print(number, flush=True)
        os.waitpid(number, 0)


if __name__ == "__main__":
    main()

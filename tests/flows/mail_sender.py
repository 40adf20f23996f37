"""`python -m tests.flows.mail_sender`: a line on stdin starts a process that sends mails until it is killed.

Its number is the answer. Started once and forked, so that a hundred of them do not cost a hundred starts.
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

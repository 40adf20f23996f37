"""`python -m tests.flows.index_builder`: each line on stdin starts a process that builds until it is killed.

It answers with the process id. Processes are forked: fifty do not cost fifty starts of Django.
"""

import os
import sys

import django

django.setup()

from matching.index import rebuild  # noqa: E402


def main() -> None:
    for _line in sys.stdin:
        number = os.fork()
        while not number:
            rebuild.rebuild_here()
        print(number, flush=True)
        os.waitpid(number, 0)


if __name__ == "__main__":
    main()

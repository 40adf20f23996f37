"""``python -m tests.on_postgres python -m tests.fuzz --requests 10000``: random requests, and what broke.

Ends with status 1 if a request was answered by an error of the site, if only the database refused a value, or
if anything was stored by halves.
"""

import argparse
import logging
import os
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from random import SystemRandom
from typing import Any


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m tests.fuzz", description=__doc__)
    parser.add_argument("--requests", type=int, default=1000)
    parser.add_argument("--seed", type=int, default=SystemRandom().randrange(10**6))
    asked = parser.parse_args()
    os.environ["DJANGO_SETTINGS_MODULE"] = "ydeu.settings.test"
    print(f"seed {asked.seed}", flush=True)
    with a_database(), tempfile.TemporaryDirectory(prefix="ydeu-fuzz-") as media:
        from django.test import override_settings

        with override_settings(MEDIA_ROOT=media):
            found = fuzzed(asked.requests, asked.seed)
    for fault, request in found.faults.items():
        print(f"\n{fault}\n    {request}")
    told = ", ".join(f"{count} x {status}" for status, count in sorted(found.statuses.items()))
    print(f"\n{found.statuses.total()} requests: {told}; {found.errors} errors, {len(found.faults)} faults")
    return 1 if found.faults else 0


def fuzzed(requests: int, seed: int) -> Any:
    from tests.fuzz.emptying import empty
    from tests.fuzz.fuzzer import Fuzzer

    return Fuzzer(seed, renew=empty).run(requests, lambda done: print(f"{done} requests", flush=True))


@contextmanager
def a_database() -> Iterator[None]:
    """Set up the site on an empty test database, which is dropped afterwards."""
    import django

    django.setup()
    logging.getLogger("django").setLevel(logging.CRITICAL)  # what broke is printed at the end
    from django.conf import settings
    from django.test.utils import get_runner, setup_test_environment, teardown_test_environment

    setup_test_environment()
    runner = get_runner(settings)(verbosity=0, interactive=False)
    databases = runner.setup_databases()
    try:
        yield
    finally:
        runner.teardown_databases(databases)
        teardown_test_environment()


if __name__ == "__main__":
    sys.exit(main())

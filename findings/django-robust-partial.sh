#!/usr/bin/env bash
# What: transaction.on_commit(callback, robust=True) does not log a failing callback if that is a
#   functools.partial. The line for the log reads func.__qualname__, which a partial does not have, so
#   AttributeError reaches the caller after the commit, and later callbacks do not run.
# Expected: robust=True logs any failure and goes on. The same documentation recommends functools.partial to
#   hand arguments to a callback.
# Seen: Django 5.2.19. With a function: one line in the log, the next callback runs. With a partial:
#   AttributeError: 'functools.partial' object has no attribute '__qualname__', the next callback does not run.
# Instead: hand a nested function, or a signal's send_robust without robust=True.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
python3 -m venv "$work/venv"
"$work/venv/bin/pip" install -q --disable-pip-version-check django==5.2.19
"$work/venv/bin/python" - <<'PY'
import logging
from functools import partial

import django
from django.conf import settings

settings.configure(DATABASES={"default": {"ENGINE": "django.db.backends.sqlite3", "NAME": ":memory:"}})
django.setup()
logging.disable(logging.CRITICAL)

from django.db import transaction


def fail(reason):
    raise OSError(reason)


def fail_by_name():
    fail("no disk")


def run(first):
    ran = []
    try:
        with transaction.atomic():
            transaction.on_commit(first, robust=True)
            transaction.on_commit(lambda: ran.append("next"))
    except AttributeError as error:
        return str(error), ran
    return "", ran


named, by_partial = run(fail_by_name), run(partial(fail, "no disk"))
print("a function:", named)
print("a partial:", by_partial)
assert named == ("", ["next"]), "a function is not logged any more"
assert "__qualname__" in by_partial[0] and by_partial[1] == [], "a partial is logged now"
PY
echo "seen"

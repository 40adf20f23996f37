#!/usr/bin/env bash
# What: BooleanFilter of django-filter understands "true" and "false" (in any case)
#   only. ?verified=1, =0, =yes, =on or any other text is no error: the form is valid and
#   the filter is left out, so the caller gets every row. So ?verified=1 lists the ones
#   that are not verified too, while ?level=x on a number is refused as it should be.
# Expected: 1 and 0 are understood (as BooleanField of Django's forms and of DRF does), or
#   an unknown value is an error.
# Seen: django-filter 26.2, Django 5.2.19, SQLite: of a verified, an unverified and an
#   undecided row, "true" gives one; "1", "0", "yes", "on", "t" give all three, is_valid()
#   True and errors empty.
# Instead: a TypedChoiceFilter with choices ("true", "false") and a coerce function
#   (as Strict below), which refuses the rest; and a test that a wrong value answers an error.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
python3 -m venv "$work/venv"
"$work/venv/bin/pip" install -q --disable-pip-version-check \
  django==5.2.19 django-filter==26.2
"$work/venv/bin/python" - <<'PY'
import django
from django.conf import settings

settings.configure(
    DATABASES={"default": {"ENGINE": "django.db.backends.sqlite3", "NAME": ":memory:"}},
    INSTALLED_APPS=["django.contrib.contenttypes", "django_filters"],
)
django.setup()

import django_filters
from django.db import connection, models
from django.http import QueryDict


class Firm(models.Model):
    verified = models.BooleanField(null=True)
    level = models.IntegerField(default=1)

    class Meta:
        app_label = "contenttypes"


class Strict(django_filters.FilterSet):
    verified = django_filters.TypedChoiceFilter(
        choices=[("true", "true"), ("false", "false")], coerce=lambda text: text == "true"
    )


class Plain(django_filters.FilterSet):
    verified = django_filters.BooleanFilter()
    level = django_filters.NumberFilter()


def ask(cls, query):
    found = cls(QueryDict(query), queryset=Firm.objects.all())
    return found.is_valid(), found.qs.count() if found.is_valid() else None


with connection.schema_editor() as editor:
    editor.create_model(Firm)
for value in (True, False, None):
    Firm.objects.create(verified=value)
assert ask(Plain, "verified=true") == ask(Plain, "verified=false") == (True, 1)
for value in ("1", "0", "yes", "on", "t"):
    print(value, ask(Plain, f"verified={value}"))
    assert ask(Plain, f"verified={value}") == (True, 3)
    assert ask(Strict, f"verified={value}") == (False, None)
assert ask(Strict, "verified=true") == ask(Strict, "verified=false") == (True, 1)
assert ask(Plain, "level=x") == (False, None)
PY

#!/usr/bin/env bash
# What: with ALLAUTH_TRUSTED_PROXY_COUNT = 2, django-allauth raises ImproperlyConfigured for a request whose
#   X-Forwarded-For has one address, although the settings are right: the request has only passed one of the
#   two proxies, as a health check from inside the network does. Nothing in Django turns that into a 4xx.
# Expected: a configuration error is found when the site starts. A request with an unexpected header is
#   refused (4xx) or counted for the address that connects.
# Seen: django-allauth 65.21.1, Django 5.2.19. Two addresses: the first one is returned. One address:
#   ImproperlyConfigured. PermissionDenied, which the adapter raises if no address is found, would be a 403.
# Instead: override get_client_ip of the account adapter and catch ImproperlyConfigured there.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
python3 -m venv "$work/venv"
"$work/venv/bin/pip" install -q --disable-pip-version-check django==5.2.19 django-allauth==65.21.1
"$work/venv/bin/python" - <<'PY'
import django
from django.conf import settings

settings.configure(
    ALLAUTH_TRUSTED_PROXY_COUNT=2,
    MIDDLEWARE=["allauth.account.middleware.AccountMiddleware"],
    INSTALLED_APPS=["django.contrib.auth", "django.contrib.contenttypes", "allauth", "allauth.account"],
)
django.setup()

from allauth.account.adapter import get_adapter
from django.core.exceptions import ImproperlyConfigured
from django.test import RequestFactory


def address(forwarded):
    request = RequestFactory().get("/", REMOTE_ADDR="10.0.0.1", headers={"x-forwarded-for": forwarded})
    return get_adapter(request).get_client_ip(request)


two = address("198.51.100.7, 10.0.0.2")
print("two addresses:", two)
assert two == "198.51.100.7"
try:
    print("one address:", address("198.51.100.7"))
except ImproperlyConfigured as error:
    print("one address: ImproperlyConfigured:", error)
else:
    raise SystemExit("changed: no error any more")
PY

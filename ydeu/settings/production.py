"""Settings for a server. It does not start until every required variable is set (docs/operations.md)."""

from ydeu.settings import backends, env

env.require(
    {
        "SECRET_KEY": "50 or more random characters, e.g. from `openssl rand -hex 32`",
        "ALLOWED_HOSTS": "the host names that are served, comma-separated, e.g. exchange.example.org",
        "SITE_URL": "the address users type, e.g. https://exchange.example.org",
        "DATABASE_URL": "e.g. postgres://user:password@host:5432/ydeu",
        "REDIS_URL": "e.g. redis://:password@host:6379/0",
        "VAR_DIR": "a folder for attachments and the index that survives an upgrade, e.g. /var/lib/ydeu",
        "EMAIL_HOST": "the SMTP server that delivers the mails",
        "DEFAULT_FROM_EMAIL": "the sender of the mails, e.g. YDEU Exchange <exchange@example.org>",
    }
)

from ydeu.settings.base import *  # noqa: E402, F403
from ydeu.settings.base import ROLES  # noqa: E402

SECRET_KEY = env.text("SECRET_KEY", "")
SECRET_KEY_FALLBACKS = env.words("SECRET_KEY_FALLBACKS")

SECURE_SSL_REDIRECT = True
SECURE_REDIRECT_EXEMPT = [r"^healthz$", r"^readyz$"]
SECURE_HSTS_SECONDS = env.number("HSTS_SECONDS", 31_536_000)
SECURE_HSTS_INCLUDE_SUBDOMAINS = True
SECURE_HSTS_PRELOAD = True
SESSION_COOKIE_SECURE = True
CSRF_COOKIE_SECURE = True

# Who holds one of these roles sets up a second factor before anything else. "none" turns the rule off.
SECOND_FACTOR_ROLES = env.choices("SECOND_FACTOR_ROLES", "administrator,coordinator", among=ROLES)

# How many proxies of ours are in front. If there are none, forwarded addresses and schemes are not trusted.
PROXIES = env.number("PROXIES", 0)
ALLAUTH_TRUSTED_PROXY_COUNT = PROXIES
if PROXIES:
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")

STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}

CELERY_BROKER_URL = backends.broker(env.text("REDIS_URL", ""))
CELERY_RESULT_BACKEND = backends.results(CELERY_BROKER_URL)

"""The test suite: quick, quiet, on whatever DATABASE_URL says. Tasks go to a broker in memory, nobody runs them."""

import tempfile
from pathlib import Path

from ydeu.settings import backends, env
from ydeu.settings.base import *  # noqa: F403
from ydeu.settings.base import DATABASES, LOGGING

VAR_DIR = env.folder("VAR_DIR", Path(tempfile.gettempdir()) / "ydeu-tests")
MEDIA_ROOT = VAR_DIR / "media"
MATCHING_INDEX_DIR = env.folder("MATCHING_INDEX_DIR", VAR_DIR / "index")
SECRET_KEY = "tests-only"  # noqa: S105
ALLOWED_HOSTS = ["testserver", "localhost", "127.0.0.1"]

# A file, not memory: the live server's threads and a worker process read the same test database.
if DATABASES["default"]["ENGINE"].endswith("sqlite3"):
    VAR_DIR.mkdir(parents=True, exist_ok=True)
    DATABASES["default"]["TEST"] = {"NAME": str(VAR_DIR / "test.sqlite3")}
    DATABASES["default"]["OPTIONS"]["init_command"] += "PRAGMA synchronous=OFF;"
DATABASES["default"]["CONN_MAX_AGE"] = 0

CACHES = {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}}
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
ACCOUNT_RATE_LIMITS = False
WHITENOISE_USE_FINDERS = True
WHITENOISE_AUTOREFRESH = True

CELERY_BROKER_URL = backends.broker(env.text("REDIS_URL", "memory://"))

LOGGING["root"]["level"] = "WARNING"
LOGGING["loggers"]["django"]["level"] = "ERROR"

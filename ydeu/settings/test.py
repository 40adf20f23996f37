"""Settings for the test suite: quick, quiet, on the database of DATABASE_URL. Nothing runs the tasks."""

import tempfile
from pathlib import Path

from ydeu.settings import backends, env
from ydeu.settings.base import *  # noqa: F403
from ydeu.settings.base import DATABASES, LOGGING

# Every process has its own folder, so that suites that run at the same time do not share files.
_TEMPORARY = tempfile.TemporaryDirectory(prefix="ydeu-tests-")
VAR_DIR = env.folder("VAR_DIR", Path(_TEMPORARY.name))
MEDIA_ROOT = VAR_DIR / "media"
MATCHING_INDEX_DIR = env.folder("MATCHING_INDEX_DIR", VAR_DIR / "index")
HEALTH_ALERT_STATE = VAR_DIR / "health-alarm.json"
SECRET_KEY = "tests-only"  # noqa: S105
ALLOWED_HOSTS = ["testserver", "localhost", "127.0.0.1"]

# Tests assert on the English msgids. Tests about Chinese activate it.
LANGUAGE_CODE = "en"

# A file, not memory: the threads of the live server and a worker process read the same test database.
if DATABASES["default"]["ENGINE"].endswith("sqlite3"):
    DATABASES["default"]["TEST"] = {"NAME": str(VAR_DIR / "test.sqlite3")}
    DATABASES["default"]["OPTIONS"]["init_command"] += "PRAGMA synchronous=OFF;"
DATABASES["default"]["CONN_MAX_AGE"] = 0

MATCHING_DICTIONARY = False  # reading it takes seconds; tests about it switch it on

CACHES = {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}}
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
ACCOUNT_RATE_LIMITS = False
SECOND_FACTOR_ROLES = []
WHITENOISE_USE_FINDERS = True
WHITENOISE_AUTOREFRESH = True

# The worker process of a test writes its e-mails where the test reads them, or sends them to its server.
EMAIL_FILE_PATH = env.text("EMAIL_FILE_PATH", "")
MAIL_TRANSPORT = env.text(
    "MAIL_TRANSPORT",
    f"django.core.mail.backends.{'filebased' if EMAIL_FILE_PATH else 'locmem'}.EmailBackend",
)

CELERY_BROKER_URL = backends.broker(env.text("REDIS_URL", "memory://"))
CELERY_RESULT_BACKEND = backends.results(CELERY_BROKER_URL)

LOGGING["root"]["level"] = "WARNING"
LOGGING["loggers"]["django"]["level"] = "ERROR"

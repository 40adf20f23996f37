"""Settings for a laptop: SQLite and a bundled Redis under `var/`, e-mails as files, a secret created once."""

from ydeu.settings import backends, env
from ydeu.settings.base import *  # noqa: F403
from ydeu.settings.base import ALLOWED_HOSTS, MATCHING_INDEX_QUEUE, TEMPLATES, VAR_DIR

DEBUG = env.flag("DEBUG", default=False)
PORT = env.number("PORT", 8000, least=1)
SECRET_KEY = env.text("SECRET_KEY", "") or env.kept_secret(VAR_DIR / "secret_key")
ALLOWED_HOSTS = [*ALLOWED_HOSTS, "localhost", "127.0.0.1", "[::1]"]
VAR_DIR.mkdir(parents=True, exist_ok=True)

if DEBUG:
    TEMPLATES[0]["OPTIONS"]["context_processors"].append("django.template.context_processors.debug")

MAIL_TRANSPORT = "django.core.mail.backends.filebased.EmailBackend"
EMAIL_FILE_PATH = VAR_DIR / "mail"

# Browsers share cookies between the ports of one host. Two copies must not log each other out.
SESSION_COOKIE_NAME = f"session-{PORT}"
CSRF_COOKIE_NAME = f"csrf-{PORT}"

# Static files are served from their source folders, without collectstatic.
WHITENOISE_USE_FINDERS = True
WHITENOISE_AUTOREFRESH = DEBUG

# Two copies may share one Redis, so each has its own queue.
CELERY_BROKER_URL = backends.broker(env.text("REDIS_URL", f"unix://{env.socket_path(VAR_DIR)}"))
CELERY_RESULT_BACKEND = backends.results(CELERY_BROKER_URL)
CELERY_TASK_DEFAULT_QUEUE = f"ydeu-{env.fingerprint(VAR_DIR)}"
CELERY_TASK_QUEUES = backends.queues(CELERY_TASK_DEFAULT_QUEUE, MATCHING_INDEX_QUEUE)

"""Settings that development, test and production share. Nothing here is secret or unsafe in production."""

from pathlib import Path
from typing import Any

from csp.constants import NONE, SELF
from django.urls import reverse_lazy
from django.utils.translation import gettext_lazy as _

from ydeu.settings import backends, env

ROOT = Path(__file__).resolve().parents[2]
VAR_DIR = env.folder("VAR_DIR", ROOT / "var")
SITE_URL = env.text("SITE_URL", f"http://127.0.0.1:{env.number('PORT', 8000)}").rstrip("/")

ROLES = frozenset({"administrator", "coordinator"})

DEBUG = False
ALLOWED_HOSTS = env.words("ALLOWED_HOSTS")
CSRF_TRUSTED_ORIGINS = env.words("CSRF_TRUSTED_ORIGINS")

INSTALLED_APPS = [
    "ydeu.audit",
    "ydeu.accounts",
    "ydeu.notices",
    "ydeu.workdays",
    "ydeu.alliances",
    "ydeu.marketplace",
    "matching",
    "ydeu.privacy",
    "ydeu.insights",
    "ydeu.health",
    "django.contrib.admin",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
    "django.forms",
    "django_filters",
    "django_htmx",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "csp",
]

MIDDLEWARE = [
    "ydeu.publishing.OneWaitPerRequest",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "ydeu.caching.PrivatePagesAreNotKept",
    "ydeu.pace.AskPace",
    "ydeu.unstorable.RefuseUnstorable",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.auth.middleware.LoginRequiredMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "ydeu.accounts.middleware.SecondFactorFirst",
    "ydeu.audit.middleware.DownloadsLeaveALine",
    "django_htmx.middleware.HtmxMiddleware",
]

ROOT_URLCONF = "ydeu.urls"
WSGI_APPLICATION = "ydeu.wsgi.application"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
FORMS_URLFIELD_ASSUME_HTTPS = True
FORM_RENDERER = "django.forms.renderers.TemplatesSetting"
TEMPLATES: list[dict[str, Any]] = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [ROOT / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.template.context_processors.i18n",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "ydeu.notices.context.inbox",
                "ydeu.alliances.context.coordinator",
            ],
        },
    },
]

DATABASES = {"default": backends.database(env.text("DATABASE_URL", f"sqlite:///{VAR_DIR / 'db.sqlite3'}"))}

# The database holds the rate limits: all web hosts share them, and people can log in while Redis is down.
CACHES = {"default": {"BACKEND": "ydeu.accounts.throttles.ThrottleCache", "LOCATION": "cache"}}

# Accounts: a verified e-mail address logs in. A second factor is optional, but not for these roles.
SECOND_FACTOR_ROLES = env.choices("SECOND_FACTOR_ROLES", "none", among=ROLES)
AUTH_USER_MODEL = "accounts.User"
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 10}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.NumericPasswordValidator"},
]
LOGIN_URL = reverse_lazy("account_login")
LOGIN_REDIRECT_URL = "/"
LOGOUT_REDIRECT_URL = "/"
ACCOUNT_ADAPTER = "ydeu.accounts.adapter.AccountAdapter"
ACCOUNT_SIGNUP_FORM_CLASS = "ydeu.accounts.forms.SignupDetailsForm"
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*", "password2*"]
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_EMAIL_VERIFICATION = "mandatory"
ACCOUNT_EMAIL_SUBJECT_PREFIX = ""
ACCOUNT_EMAIL_NOTIFICATIONS = True
ACCOUNT_SESSION_REMEMBER = True
ACCOUNT_REAUTHENTICATION_REQUIRED = True  # before e-mail addresses are added, removed or made primary
ACCOUNT_DEFAULT_HTTP_PROTOCOL = SITE_URL.partition(":")[0]
MFA_SUPPORTED_TYPES = ["totp", "recovery_codes"]
MFA_TOTP_ISSUER = "YDEU Exchange"

# Language and time.
LANGUAGE_CODE = "zh-hans"
LANGUAGES = [("zh-hans", _("Simplified Chinese")), ("en", _("English"))]
LOCALE_PATHS = [ROOT / "locale"]
TIME_ZONE = "Asia/Shanghai"
USE_TZ = True

# Files. Media is private: a view checks the permission and streams the file; no URL serves the folder.
STATIC_URL = "/static/"
STATIC_ROOT = ROOT / "staticfiles"
STATICFILES_DIRS = [ROOT / "ydeu" / "static"]
MEDIA_ROOT = VAR_DIR / "media"
FILE_UPLOAD_PERMISSIONS = 0o600
FILE_UPLOAD_DIRECTORY_PERMISSIONS = 0o700
DATA_UPLOAD_MAX_NUMBER_FILES = 20
FILES_CHECK_SECONDS = env.number("FILES_CHECK_SECONDS", 4, least=1)
FILES_CHECK_MEGABYTES = env.number("FILES_CHECK_MEGABYTES", 256, least=128)
MATCHING_INDEX_DIR = env.folder("MATCHING_INDEX_DIR", VAR_DIR / "index")
MATCHING_INDEX_SHARED = env.flag("MATCHING_INDEX_SHARED", default=False)
MATCHING_INDEX_PART = env.number("MATCHING_INDEX_PART", 4000, least=1)
MATCHING_DICTIONARY = env.flag("MATCHING_DICTIONARY", default=True)
MATCHING_MAX_STRONG_PER_ENTERPRISE = env.number("MATCHING_MAX_STRONG_PER_ENTERPRISE", 20)
MATCHING_UNDO_SECONDS = env.number("MATCHING_UNDO_SECONDS", 5)
MATCHING_STRONG_PERCENT = env.number("MATCHING_STRONG_PERCENT", 70, least=2, most=99)
MATCHING_FAIR_PERCENT = env.number("MATCHING_FAIR_PERCENT", 35, least=1, most=MATCHING_STRONG_PERCENT - 1)
MATCHING_FLOOR_DECISIONS = env.number("MATCHING_FLOOR_DECISIONS", 30, least=10)
MATCHING_MIN_DECISIONS = env.number("MATCHING_MIN_DECISIONS", 200, least=MATCHING_FLOOR_DECISIONS)
REVIEW_ESCALATION_DAYS = env.number("REVIEW_ESCALATION_DAYS", 3, least=1)

# Listings, in days: warning before the end, question after silence, pause without an answer, archive.
LISTINGS_WARNING_DAYS = env.number("LISTINGS_WARNING_DAYS", 14, least=1)
LISTINGS_SILENT_DAYS = env.number("LISTINGS_SILENT_DAYS", 90, least=1)
LISTINGS_ANSWER_DAYS = env.number("LISTINGS_ANSWER_DAYS", 10, least=1)
LISTINGS_ABANDONED_DAYS = env.number("LISTINGS_ABANDONED_DAYS", 180, least=1)
LISTINGS_ARCHIVE_DAYS = env.number("LISTINGS_ARCHIVE_DAYS", 730, least=1)
ANONYMITY_K = env.number("ANONYMITY_K", 5, least=2)

# Listings, how much of one enterprise: decision 33.
LISTINGS_MAX_DRAFTS = env.number("LISTINGS_MAX_DRAFTS", 500, least=1)
LISTINGS_SUBMITS_AN_HOUR = env.number("LISTINGS_SUBMITS_AN_HOUR", 30, least=1)
LISTINGS_SUBMITS_A_DAY = env.number("LISTINGS_SUBMITS_A_DAY", 100, least=1)
LISTINGS_MAX_FILES = env.number("LISTINGS_MAX_FILES", 500, least=1)
LISTINGS_MAX_FILES_MB = env.number("LISTINGS_MAX_FILES_MB", 1000, least=1)

# Personal data: docs/operations.md gives the reasons. A value below its minimum stops the start.
DELETION_GRACE_DAYS = env.number("DELETION_GRACE_DAYS", 14)
DATA_COPY_DAYS = env.number("DATA_COPY_DAYS", 7, least=1)
RETENTION_NOTICES_DAYS = env.number("RETENTION_NOTICES_DAYS", 365, least=30)
RETENTION_DRAFTS_DAYS = env.number("RETENTION_DRAFTS_DAYS", 730, least=90)
RETENTION_FAILED_LOGINS_DAYS = env.number("RETENTION_FAILED_LOGINS_DAYS", 183, least=183)
RETENTION_LOGINS_DAYS = env.number("RETENTION_LOGINS_DAYS", 365, least=183)
RETENTION_AUDIT_DAYS = env.number("RETENTION_AUDIT_DAYS", 1826, least=1096)

# E-mails go into the outbox. Only the worker talks to the mail server, with MAIL_TRANSPORT.
EMAIL_BACKEND = "ydeu.notices.outbox.EmailBackend"
MAIL_TRANSPORT = "ydeu.notices.smtp.EmailBackend"
EMAIL_HOST = env.text("EMAIL_HOST", "localhost")
EMAIL_PORT = env.number("EMAIL_PORT", 25, least=1)
EMAIL_HOST_USER = env.text("EMAIL_HOST_USER", "")
EMAIL_HOST_PASSWORD = env.text("EMAIL_HOST_PASSWORD", "")
EMAIL_USE_TLS = env.flag("EMAIL_USE_TLS", default=False)
EMAIL_TIMEOUT = 10
DIGEST_HOUR = env.number("DIGEST_HOUR", 8, most=23)
DEFAULT_FROM_EMAIL = env.text("DEFAULT_FROM_EMAIL", "YDEU Exchange <noreply@localhost>")
SERVER_EMAIL = DEFAULT_FROM_EMAIL

# Health: who may read what a check says, from when on it fails, and whom an alarm reaches.
HEALTH_TOKEN = env.text("HEALTH_TOKEN", "")
HEALTH_SILENCE_SECONDS = env.number("HEALTH_SILENCE_SECONDS", 300, least=90)
HEALTH_STALL_MINUTES = env.number("HEALTH_STALL_MINUTES", 15, least=1)
HEALTH_ALERT_EMAILS = env.words("HEALTH_ALERT_EMAILS")
HEALTH_ALERT_WEBHOOK = env.text("HEALTH_ALERT_WEBHOOK", "")
HEALTH_ALERT_WEBHOOK_FORM = env.one_of(
    "HEALTH_ALERT_WEBHOOK_FORM", "json", ("json", "wecom", "feishu", "slack")
)
HEALTH_ALERT_STATE = VAR_DIR / "health-alarm.json"

# Browsers. allauth's page for setting up TOTP shows its QR code as a data: image.
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [SELF],
        "img-src": [SELF, "data:"],
        "object-src": [NONE],
        "base-uri": [SELF],
        "form-action": [SELF],
        "frame-ancestors": [NONE],
    }
}
X_FRAME_OPTIONS = "DENY"
SESSION_COOKIE_HTTPONLY = True

# Celery. Publishing fails fast, and a sweeper finds the row. A dead broker costs a request at most a second,
# one that does not answer three, however many tasks the request sends (ydeu.publishing).
CELERY_BROKER_CONNECTION_TIMEOUT = 1
CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP = True
CELERY_BROKER_CONNECTION_MAX_RETRIES = None
CELERY_BROKER_TRANSPORT_OPTIONS = {
    "visibility_timeout": 900,
    "socket_connect_timeout": 1,
    "socket_timeout": 3,
    "max_retries": 0,
}
CELERY_TASK_PUBLISH_RETRY = False
CELERY_TASK_IGNORE_RESULT = True
CELERY_RESULT_EXPIRES = 3600
CELERY_TASK_ACKS_LATE = True
CELERY_TASK_REJECT_ON_WORKER_LOST = True
CELERY_TASK_SOFT_TIME_LIMIT = 540
CELERY_TASK_TIME_LIMIT = 600
CELERY_WORKER_PREFETCH_MULTIPLIER = 1
CELERY_WORKER_HIJACK_ROOT_LOGGER = False
CELERY_TIMEZONE = TIME_ZONE

# The steps of a build need workers that see its folder: those of this host, or all that share the folder.
# Redis hands out lower numbers first: e-mails and the sweepers (0) come before the steps (3), a rematch (6)
# after them. New listings (3) alternate with the steps: ten thousand delay neither the index nor an e-mail.
CELERY_TASK_DEFAULT_QUEUE = "celery"
MATCHING_INDEX_QUEUE = backends.index_queue(MATCHING_INDEX_DIR, shared=MATCHING_INDEX_SHARED)
CELERY_TASK_QUEUES = backends.queues(CELERY_TASK_DEFAULT_QUEUE, MATCHING_INDEX_QUEUE)
CELERY_TASK_ROUTES: dict[str, dict[str, str | int]] = {
    "matching.match_listing": {"queue": CELERY_TASK_DEFAULT_QUEUE, "priority": 3},
    **{
        f"matching.{step}": {"queue": MATCHING_INDEX_QUEUE, "priority": 3}
        for step in ("rebuild", "count_shard", "fit", "weigh_shard", "publish")
    },
}
CELERY_BEAT_SCHEDULE_FILENAME = str(VAR_DIR / "celerybeat-schedule")
CELERY_BEAT_SCHEDULER = "ydeu.health.beat:Scheduler"
TIMETABLE = {
    "health.heartbeat": 30,
    "notices.sweep": 10,
    "notices.collect": 60,
    "marketplace.check_files": 15,
    "marketplace.look_through": 300,
    "marketplace.remove_uploads": 600,
    "marketplace.expire": 3600,
    "marketplace.keep_fresh": 3600,
    "marketplace.remind": 3600,
    "workdays.remind": 86_400,
    "marketplace.refresh_shown_posters": 60,
    "matching.sweep": 15,
    "matching.bring_back": 600,
    "matching.escalate": 3600,
    "matching.remind_silent": 3600,
    "matching.remind_steps": 3600,
    "matching.ask_follow_ups": 3600,
    "matching.learn": 86_400,
    "privacy.sweep": 60,
    "privacy.prune": 86_400,
}
"""Seconds from one start of a task by beat to the next. A start that no worker has taken by then expires."""

CELERY_BEAT_SCHEDULE = {
    name: {"task": name, "schedule": seconds, "options": {"expires": seconds}}
    for name, seconds in TIMETABLE.items()
}

LOGGING: dict[str, Any] = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "{asctime} {levelname} {name}: {message}", "style": "{"}},
    "filters": {"secrets": {"()": "ydeu.log_secrets.HideSecrets"}},
    "handlers": {
        "stderr": {"class": "logging.StreamHandler", "formatter": "line"},
        "requests": {"class": "logging.StreamHandler", "formatter": "line", "filters": ["secrets"]},
    },
    "root": {"handlers": ["stderr"], "level": env.text("LOG_LEVEL", "INFO").upper()},
    "loggers": {
        "django": {"handlers": ["stderr"], "level": "INFO", "propagate": False},
        **{
            f"django.{part}": {"handlers": ["requests"], "propagate": False}
            for part in ("request", "security", "server")
        },
    },
}

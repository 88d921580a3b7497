"""The one settings file: everything that differs between machines comes from the environment."""

import os
from pathlib import Path
from urllib.parse import parse_qsl, unquote, urlsplit

ROOT = Path(__file__).resolve().parent.parent
VAR = Path(os.environ.get("ZUGONG_VAR", ROOT / "var"))
MECHANISMS = Path(os.environ.get("ZUGONG_MECHANISMS", ROOT / "mechanisms"))


def _secret_key() -> str:
    kept = VAR / "keys" / "secret.key"
    if os.environ.get("ZUGONG_SECRET_KEY"):
        return os.environ["ZUGONG_SECRET_KEY"]
    return kept.read_text().strip() if kept.exists() else "only for tests and for a first start before ./run setup made the keys"


def _local_database() -> str:
    """The installation's own file, or the demo's when there is no other."""
    own, demo = VAR / "zugong.sqlite3", VAR / "demo.sqlite3"
    return f"sqlite:///{demo if demo.exists() and not own.exists() else own}"


def _database(url: str) -> dict:
    """sqlite:///path, or postgresql://user:password@host:port/name?option=value; several hosts as host:port,host:port."""
    parts = urlsplit(url)
    if parts.scheme in ("postgres", "postgresql"):
        hosts = [urlsplit(f"//{each}") for each in parts.netloc.rpartition("@")[2].split(",")]
        user, _, password = parts.netloc.rpartition("@")[0].partition(":")
        return {
            "ENGINE": "django.db.backends.postgresql",
            "NAME": parts.path.lstrip("/"),
            "USER": unquote(user),
            "PASSWORD": unquote(password),
            "HOST": ",".join(each.hostname or "" for each in hosts),
            "PORT": ",".join(str(each.port or 5432) for each in hosts) if any(each.port for each in hosts) else "",
            "OPTIONS": dict(parse_qsl(parts.query)),
            "CONN_MAX_AGE": None,
            "CONN_HEALTH_CHECKS": True,
        }
    if parts.scheme != "sqlite":
        raise SystemExit(f"DATABASE_URL 只支持 sqlite:/// 和 postgresql://，现在是 {parts.scheme or '空'}")
    options = {"transaction_mode": "IMMEDIATE", "timeout": 20, "init_command": "PRAGMA journal_mode=WAL;PRAGMA synchronous=NORMAL;"}
    return {"ENGINE": "django.db.backends.sqlite3", "NAME": parts.path[1:] or ":memory:", "OPTIONS": options, "CONN_MAX_AGE": None}


SECRET_KEY = _secret_key()
DEBUG = os.environ.get("ZUGONG_DEBUG") == "1"
ALLOWED_HOSTS = os.environ.get("ZUGONG_HOSTS", "127.0.0.1,localhost,testserver").split(",")
CSRF_TRUSTED_ORIGINS = [origin for origin in os.environ.get("ZUGONG_ORIGINS", "").split(",") if origin]
TODAY = os.environ.get("ZUGONG_TODAY", "")
DATABASES = {"default": _database(os.environ.get("DATABASE_URL") or _local_database())}
# What people attach, apart for each database: the demo and an installation never see each other's.
FILES = Path(os.environ.get("ZUGONG_FILES") or VAR / "files" / Path(DATABASES["default"]["NAME"]).name.removesuffix(".sqlite3").strip(":"))
FILE_UPLOAD_HANDLERS = ["zugong.files.uploads.Capped", *(f"django.core.files.uploadhandler.{name}FileUploadHandler" for name in ("Memory", "Temporary"))]
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
CACHES = {"default": {"BACKEND": "django.core.cache.backends.db.DatabaseCache", "LOCATION": "door_cache"}}

# From the lowest room to the highest; navigation is gathered in the reverse order.
ROOMS = ["calendar", "files", "journal", "door", "library", "sheets", "registry", "records", "ledgers", "duties", "plans", "desk"]
INSTALLED_APPS = [
    *(f"zugong.{room}" for room in reversed(ROOMS)),
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
    "django_htmx",
    "csp",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "ninja",  # its page of the API then comes from this server
]
MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "zugong.door.maintenance.MaintenanceMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "zugong.door.presence.PresenceMiddleware",
]
ROOT_URLCONF = "zugong.urls"
WSGI_APPLICATION = "zugong.wsgi.application"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "zugong.door.navigation.for_templates",
            ],
            "builtins": ["zugong.door.templatetags.look"],
        },
    }
]

AUTH_USER_MODEL = "door.Account"
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "zugong.door.passwords.LongEnough", "OPTIONS": {"min_length": 12}},
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator", "OPTIONS": {"user_attributes": ("username", "name")}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.NumericPasswordValidator"},
]
ACCOUNT_ADAPTER = "zugong.door.invitation.ClosedAdapter"
ACCOUNT_LOGIN_METHODS = {"username"}
ACCOUNT_SIGNUP_FIELDS = ["username*", "password1*"]
ACCOUNT_USER_MODEL_EMAIL_FIELD = None
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_SESSION_REMEMBER = None
ACCOUNT_FORMS = {"login": "zugong.door.forms.SignIn"}
# Ten tries for one account name, then fifteen minutes.
ACCOUNT_RATE_LIMITS = {"login_failed": "10/15m/key", "login": "600/m/ip"}
ACCOUNT_PREVENT_ENUMERATION = True
MFA_SUPPORTED_TYPES = ["totp", "recovery_codes"]
MFA_TOTP_ISSUER = "组工台"
MFA_TOTP_TOLERANCE = 1
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "/"
IDLE_MINUTES_AT_A_DESK = 30
SESSION_COOKIE_AGE = ACCOUNT_SESSION_COOKIE_AGE = 14 * 24 * 3600
SECURE = os.environ.get("ZUGONG_HTTPS") == "1"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = SECURE
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if SECURE else None
SESSION_COOKIE_NAME = "zugong"
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": ["'self'"],
        "img-src": ["'self'", "data:"],
        "object-src": ["'none'"],
        "base-uri": ["'none'"],
        "form-action": ["'self'"],
        "frame-ancestors": ["'none'"],
    }
}

# Up to so many organizations in a reader's scope, pages above a branch judge on reading; above, they show the kept evaluation with its time.
LIVE_ORGANIZATIONS = int(os.environ.get("ZUGONG_LIVE_ORGANIZATIONS", "2000"))
# Which engine `tick` and the worker evaluate with: "" is the database itself, "duckdb" a snapshot in DuckDB.
EVALUATE_WITH = os.environ.get("ZUGONG_EVALUATE_WITH", "")
EVALUATE_MINUTES = int(os.environ.get("ZUGONG_EVALUATE_MINUTES", "15"))

# number:secret, several with commas between them; without it the files in VAR/keys.
SEALING_KEYS = os.environ.get("ZUGONG_SEALING_KEYS", "")

# What another system may send: so large a body, so many requests a minute from one token to one server process.
API_BODY_BYTES = 1024 * 1024
API_PER_MINUTE = int(os.environ.get("ZUGONG_API_PER_MINUTE", "600"))

LANGUAGE_CODE = "zh-hans"
TIME_ZONE = "Asia/Shanghai"
USE_TZ = True
STATIC_URL = "static/"
WHITENOISE_USE_FINDERS = True
DATA_UPLOAD_MAX_MEMORY_SIZE = 12 * 1024 * 1024
# Logs carry no names, numbers or form values: only the path's shape, the method and the kind of error.
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "filters": {"plain": {"()": "zugong.door.plain_log.PlainLog"}},
    "handlers": {"stream": {"class": "logging.StreamHandler", "filters": ["plain"]}},
    "root": {"handlers": ["stream"], "level": "WARNING"},
    "loggers": {"django": {"handlers": ["stream"], "level": "WARNING", "propagate": False}, "django.request": {"level": "ERROR"}},
}

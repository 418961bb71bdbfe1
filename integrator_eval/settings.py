"""One settings file; the environment decides. A wrong value stops the start and names the variable.

With no variable at all this is a safe embedded installation: SQLite under var/, 127.0.0.1 only,
debug off. docs/how-to/configure.md lists every variable.
"""

import logging
import os
import secrets
from collections.abc import Callable
from pathlib import Path
from typing import Any
from zoneinfo import available_timezones

import bootstrap_wrapper
import fontpkg_inter
from django.core.exceptions import ImproperlyConfigured
from django.utils.csp import CSP
from environs import Env, EnvError, validate

BASE_DIR = Path(__file__).resolve().parent.parent

env = Env()


def read(reader: Callable[..., Any], name: str, default: Any, **options: Any) -> Any:
    """The variable `name`, or `default`; a value that cannot be read names the variable."""
    try:
        return reader(name, default, **options)
    except (EnvError, ValueError) as error:
        raise ImproperlyConfigured(f"The environment variable {name} is wrong: {error}") from error


def own_secret_key(path: Path) -> str:
    """The installation's key, made once and readable by its owner only.

    Written elsewhere and linked into place: of two processes that start together one wins, and
    nobody ever reads half a key.
    """
    if not path.exists():
        draft = path.with_suffix(f".{os.getpid()}")
        descriptor = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(descriptor, "w") as file:
            file.write(secrets.token_urlsafe(64))
        try:
            os.link(draft, path)
        except FileExistsError:
            pass  # the other process was first: its key is the installation's
        finally:
            draft.unlink()
    return path.read_text()


# Where this installation keeps what is its own: database, key, uploads, collected static files.
DATA_DIR = Path(read(env.str, "DATA_DIR", str(BASE_DIR / "var"))).resolve()
DATA_DIR.mkdir(parents=True, exist_ok=True)

DEBUG = read(env.bool, "DEBUG", False)
SECRET_KEY = read(env.str, "SECRET_KEY", "") or own_secret_key(DATA_DIR / "secret_key")
ALLOWED_HOSTS = read(env.list, "ALLOWED_HOSTS", ["127.0.0.1", "localhost", "[::1]"])
CSRF_TRUSTED_ORIGINS = read(env.list, "CSRF_TRUSTED_ORIGINS", [])

INSTALLED_APPS = [
    "django.contrib.admin",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.forms",  # so that our templates may replace a widget's
    "allauth",
    "allauth.account",
    "crispy_forms",
    "crispy_bootstrap5",
    "django_htmx",
    "translated_fields",
    "django_tasks_db",
    "scoring",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "django.middleware.csp.ContentSecurityPolicyMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "scoring.middleware.ChosenLanguageMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "scoring.middleware.SignInMiddleware",
    "scoring.middleware.NoStoreMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
]

ROOT_URLCONF = "integrator_eval.urls"
WSGI_APPLICATION = "integrator_eval.wsgi.application"
ASGI_APPLICATION = "integrator_eval.asgi.application"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.template.context_processors.i18n",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
            ],
        },
    }
]
FORM_RENDERER = "django.forms.renderers.TemplatesSetting"
CRISPY_ALLOWED_TEMPLATE_PACKS = CRISPY_TEMPLATE_PACK = "bootstrap5"

# Database. The SQLite options are measured, not taste: docs/decisions/0004-sqlite-pragmas.md.
DATABASES = {"default": read(env.dj_db_url, "DATABASE_URL", f"sqlite:///{DATA_DIR / 'db.sqlite3'}")}
if DATABASES["default"]["ENGINE"] == "django.db.backends.sqlite3":
    DATABASES["default"]["OPTIONS"] = {
        "init_command": "PRAGMA journal_mode=DELETE; PRAGMA synchronous=EXTRA;",
        "transaction_mode": "IMMEDIATE",
        "timeout": 20,
    }
elif DATABASES["default"]["ENGINE"] == "django.db.backends.postgresql":
    DATABASES["default"].setdefault("OPTIONS", {}).update(  # docs/decisions/0015-writers-queue.md
        {"server_side_binding": True, "prepare_threshold": 2}
    )
else:
    raise ImproperlyConfigured("DATABASE_URL must be sqlite:///… or postgres://…")
DATABASES["default"]["CONN_MAX_AGE"] = None  # a new connection a request costs 2 to 5 times
DATABASES["default"]["CONN_HEALTH_CHECKS"] = True
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

# People
AUTH_USER_MODEL = "scoring.User"
AUTHENTICATION_BACKENDS = [
    "django.contrib.auth.backends.ModelBackend",
    "allauth.account.auth_backends.AuthenticationBackend",
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": f"django.contrib.auth.password_validation.{name}"}
    for name in (
        "UserAttributeSimilarityValidator",
        "MinimumLengthValidator",
        "CommonPasswordValidator",
        "NumericPasswordValidator",
    )
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "evaluation_list"
ACCOUNT_ADAPTER = "scoring.account.ClosedAccountAdapter"
ACCOUNT_LOGIN_METHODS = {"username", "email"}
ACCOUNT_SIGNUP_FIELDS = ["username*", "email*", "password1*", "password2*"]
ACCOUNT_EMAIL_VERIFICATION = "none"  # an administrator makes the accounts
ACCOUNT_LOGOUT_REDIRECT_URL = "account_login"
ACCOUNT_SESSION_REMEMBER = False

# Mail: the console, until EMAIL_URL names a server.
EMAIL = read(env.dj_email_url, "EMAIL_URL", "console:")
if "EMAIL_BACKEND" not in EMAIL:
    raise ImproperlyConfigured("The environment variable EMAIL_URL is wrong: smtp://… or console:")
MAIL_OPTIONS = {
    "host": EMAIL["EMAIL_HOST"],
    "port": EMAIL["EMAIL_PORT"],
    "username": EMAIL["EMAIL_HOST_USER"],
    "password": EMAIL["EMAIL_HOST_PASSWORD"],
    "use_tls": EMAIL["EMAIL_USE_TLS"],
    "use_ssl": EMAIL["EMAIL_USE_SSL"],
    "timeout": EMAIL["EMAIL_TIMEOUT"],
}
MAILERS = {
    "default": {
        "BACKEND": EMAIL["EMAIL_BACKEND"],
        "OPTIONS": {name: value for name, value in MAIL_OPTIONS.items() if value},
    }
}
DEFAULT_FROM_EMAIL = read(env.str, "DEFAULT_FROM_EMAIL", "integrator-eval@localhost")

# Language: Spanish until the reader chooses another (scoring.middleware says why).
LANGUAGE_CODE = "es"
LANGUAGES = [("es", "Español"), ("fr", "Français"), ("en", "English")]
LOCALE_PATHS = [BASE_DIR / "integrator_eval" / "locale"]
USE_I18N = USE_TZ = True
TIME_ZONE = read(
    env.str,
    "TIME_ZONE",
    "Europe/Madrid",
    validate=validate.OneOf(available_timezones(), error="there is no such time zone"),
)

# Reports are made at once, in the request that asks for them, or by `manage.py db_worker`.
BACKENDS = {
    "immediate": "django.tasks.backends.immediate.ImmediateBackend",
    "database": "django_tasks_db.DatabaseBackend",
}
TASKS = {
    "default": {
        "BACKEND": BACKENDS[
            read(env.str, "TASKS", "immediate", validate=validate.OneOf(list(BACKENDS)))
        ]
    }
}

# Files. Uploads are outside every web root: only a view that checks the reader hands them out.
STATIC_URL = "static/"
STATIC_ROOT = DATA_DIR / "static"
STATICFILES_DIRS = [
    ("bootstrap", bootstrap_wrapper.get_bootstrap_css_dir()),
    ("inter", fontpkg_inter.ROOT / "files"),
]
FIXTURE_DIRS = [BASE_DIR / "fixtures"]
MEDIA_ROOT = DATA_DIR / "uploads"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    # Hashed names, so browsers may keep them for ever. Not whitenoise's compressed storage: its
    # 30 s of collectstatic save what a proxy's own compression saves.
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.ManifestStaticFilesStorage"},
}
DATA_UPLOAD_MAX_MEMORY_SIZE = 2 * 1024 * 1024

# What the browser may do: run and load our own files, nothing else. No CDN, no inline anything.
SECURE_CSP = {
    "default-src": [CSP.NONE],
    "script-src": [CSP.SELF],
    "style-src": [CSP.SELF],
    "font-src": [CSP.SELF],
    "img-src": [CSP.SELF, "data:"],  # Bootstrap's own icons are data: pictures in its CSS
    "connect-src": [CSP.SELF],
    "form-action": [CSP.SELF],
    "base-uri": [CSP.NONE],
    "frame-ancestors": [CSP.NONE],
}
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
SESSION_COOKIE_HTTPONLY = True
LANGUAGE_COOKIE_SAMESITE = SESSION_COOKIE_SAMESITE = CSRF_COOKIE_SAMESITE = "Lax"

# HTTPS=true behind a TLS-terminating proxy: everything that `check --deploy` asks for.
HTTPS = read(env.bool, "HTTPS", False)
SECURE_SSL_REDIRECT = SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = LANGUAGE_COOKIE_SECURE = HTTPS
if HTTPS:
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
    SECURE_HSTS_SECONDS = 365 * 24 * 3600
    SECURE_HSTS_INCLUDE_SUBDOMAINS = SECURE_HSTS_PRELOAD = True

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "{asctime} {levelname} {name}: {message}", "style": "{"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["console"], "level": read(env.log_level, "LOG_LEVEL", logging.WARNING)},
}

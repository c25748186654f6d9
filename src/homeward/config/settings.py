"""Settings, read from the environment (12-factor). `.env.example` lists every name.

What is not set is safe: DEBUG off, HTTPS only, a demanded SECRET_KEY. `DEBUG=1` is for one's own machine.
"""

from __future__ import annotations

from csp.constants import NONCE, NONE, SELF

from homeward.config import environment, logs
from homeward.config.database import databases
from homeward.web import languages

environment.read_dotenv()

DEBUG = environment.flag("DEBUG")
# One-click sign-in exists only while both are on; production settings cannot switch it on by mistake.
DEMO = DEBUG and environment.flag("HOMEWARD_DEMO")
DATA = environment.data_folder()
SECRET_KEY = environment.secret_key(DEBUG)
SECRET_KEY_FALLBACKS = environment.items("SECRET_KEY_FALLBACKS")
ALLOWED_HOSTS = environment.items("ALLOWED_HOSTS", "localhost,127.0.0.1,[::1]" if DEBUG else "")

INSTALLED_APPS = [
    "django.contrib.contenttypes",
    "django.contrib.auth",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.postgres",
    "django.forms",
    "pgtrigger",
    "pghistory",
    "procrastinate.contrib.django",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.usersessions",
    "django_filters",
    "django_structlog",
    "csp",
    "ninja",
    "homeward.config.app.ConfigApp",
    "homeward.apps.core",
    "homeward.apps.accounts",
    "homeward.apps.local_policy",
    "homeward.apps.geography",
    "homeward.apps.providers",
    "homeward.apps.children",
    "homeward.apps.agreements",
    "homeward.apps.placements",
    "homeward.apps.approvals",
    "homeward.apps.restrictions",
    "homeward.apps.inspections",
    "homeward.apps.funding",
    "homeward.apps.vacancies",
    "homeward.apps.frameworks",
    "homeward.apps.referrals",
    "homeward.apps.searches",
    "homeward.apps.decisions",
    "homeward.apps.panels",
    "homeward.apps.statements",
    "homeward.apps.meetings",
    "homeward.apps.intake",
    "homeward.apps.exchange",
    "homeward.apps.finance",
    "homeward.apps.privacy",
    "homeward.web",
    "homeward.desk",
    "homeward.api",
]

MIDDLEWARE = [
    "homeward.config.logs.RouteLogMiddleware",
    # Above whatever may answer by itself, so that redirects and static files carry the headers too.
    "homeward.config.headers.HeadersMiddleware",
    "csp.middleware.CSPMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "homeward.apps.core.middleware.OneTransactionMiddleware",
    "homeward.apps.core.middleware.PlainTextMiddleware",
    "homeward.apps.accounts.middleware.ActorMiddleware",
    "homeward.web.middleware.WordsMiddleware",
    "homeward.web.middleware.LanguageMarksMiddleware",
    "homeward.apps.core.middleware.RefusalMiddleware",
]

ROOT_URLCONF = "homeward.config.urls"
WSGI_APPLICATION = "homeward.config.wsgi.application"
AUTH_USER_MODEL = "accounts.User"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.jinja2.Jinja2",
        "APP_DIRS": True,
        "OPTIONS": {
            "environment": "homeward.web.jinja.environment",
            "context_processors": [
                "django.contrib.messages.context_processors.messages",
                "homeward.apps.accounts.context.shell",
            ],
        },
    },
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [environment.PACKAGE / "web" / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "csp.context_processors.nonce",
                "homeward.apps.accounts.context.shell",
            ],
        },
    },
]
FORM_RENDERER = "django.forms.renderers.TemplatesSetting"

# Database, cache, jobs ----------------------------------------------------------------------------
DATABASES = databases()
DATABASE_ROUTERS = ["homeward.config.database.Router"]
CACHES = {"default": {"BACKEND": "django.core.cache.backends.db.DatabaseCache", "LOCATION": "homeward_cache"}}
MIGRATION_MODULES: dict[str, str] = {}

# Files --------------------------------------------------------------------------------------------
STATIC_URL = "/static/"
STATIC_ROOT = environment.text("STATIC_ROOT") or DATA / "static"
MEDIA_ROOT = DATA / "files"  # never served by address; every document goes through a view with a permission
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {
        "BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"
        if DEBUG
        else "whitenoise.storage.CompressedManifestStaticFilesStorage"
    },
}
WHITENOISE_USE_FINDERS = WHITENOISE_AUTOREFRESH = DEBUG
DATA_UPLOAD_MAX_MEMORY_SIZE = 5 * 1024 * 1024
FILE_UPLOAD_PERMISSIONS = 0o600
# A virus scanner that reads a file on its standard input; empty: uploads are checked and cleaned, not scanned.
DOCUMENT_SCAN_COMMAND = environment.text("DOCUMENT_SCAN_COMMAND")
DOCUMENT_LIMITS = environment.limits(
    bytes=environment.text("DOCUMENT_MAX_BYTES"), bytes_of_a_body=environment.text("DOCUMENT_QUOTA_BYTES")
)

# Web security -------------------------------------------------------------------------------------
SECURE_SSL_REDIRECT = not DEBUG
SECURE_REDIRECT_EXEMPT = [r"^healthz$", r"^readyz$"]  # probes speak plain HTTP inside the machine
SECURE_HSTS_SECONDS = 0 if DEBUG else 365 * 24 * 3600
SECURE_HSTS_INCLUDE_SUBDOMAINS = SECURE_HSTS_PRELOAD = not DEBUG
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
if environment.flag("BEHIND_TLS_PROXY"):
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
X_FRAME_OPTIONS = "DENY"
CSRF_TRUSTED_ORIGINS = environment.items("CSRF_TRUSTED_ORIGINS")

_HOST_PREFIX = "" if DEBUG else "__Host-"
SESSION_COOKIE_NAME = f"{_HOST_PREFIX}session"
CSRF_COOKIE_NAME = f"{_HOST_PREFIX}csrf"
LANGUAGE_COOKIE_NAME = f"{_HOST_PREFIX}language"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = LANGUAGE_COOKIE_SECURE = not DEBUG
SESSION_COOKIE_HTTPONLY = CSRF_COOKIE_HTTPONLY = LANGUAGE_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = CSRF_COOKIE_SAMESITE = LANGUAGE_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_AGE = 12 * 3600
SESSION_EXPIRE_AT_BROWSER_CLOSE = True
# The default keeps messages readable in a cookie of their own, and they may name a person.
MESSAGE_STORAGE = "django.contrib.messages.storage.session.SessionStorage"

CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF, NONCE],
        "style-src": [SELF, NONCE],
        "img-src": [SELF, "data:"],  # the vendored style sheet draws its small marks as data
        "font-src": [SELF],
        "connect-src": [SELF],
        "manifest-src": [SELF],
        "form-action": [SELF],
        "base-uri": [NONE],
        "object-src": [NONE],
        "frame-ancestors": [NONE],
    }
}

# Sign-in ------------------------------------------------------------------------------------------
PASSWORD_HASHERS = ["django.contrib.auth.hashers.Argon2PasswordHasher"]
_VALIDATION = "django.contrib.auth.password_validation."
AUTH_PASSWORD_VALIDATORS = [
    {
        "NAME": _VALIDATION + "UserAttributeSimilarityValidator",
        "OPTIONS": {"user_attributes": ["email", "name"]},
    },
    {"NAME": _VALIDATION + "MinimumLengthValidator", "OPTIONS": {"min_length": 12}},
    {"NAME": _VALIDATION + "CommonPasswordValidator"},
    {"NAME": _VALIDATION + "NumericPasswordValidator"},
]
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "/"
PASSWORD_RESET_TIMEOUT = 3600

ACCOUNT_ADAPTER = "homeward.apps.accounts.adapter.AccountAdapter"  # sign-up is by invitation only
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*", "password2*"]
ACCOUNT_EMAIL_VERIFICATION = "mandatory"
ACCOUNT_UNIQUE_EMAIL = True
ACCOUNT_MAX_EMAIL_ADDRESSES = 1  # the address is who one is here; an administrator invites another
ACCOUNT_PREVENT_ENUMERATION = True
ACCOUNT_SESSION_REMEMBER = False
ACCOUNT_LOGOUT_ON_PASSWORD_CHANGE = True
ACCOUNT_LOGOUT_ON_GET = False
ACCOUNT_REAUTHENTICATION_REQUIRED = True
ACCOUNT_REAUTHENTICATION_TIMEOUT = 900
ACCOUNT_EMAIL_NOTIFICATIONS = True
ACCOUNT_RATE_LIMITS = {
    "login": "30/m/ip",
    "login_failed": "10/m/ip,5/5m/key",
    "reset_password": "20/m/ip,5/m/key",
}

MFA_ADAPTER = "homeward.apps.accounts.adapter.MFAAdapter"
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_TOTP_ISSUER = "Homeward"
MFA_TOTP_TOLERANCE = 1
MFA_RECOVERY_CODE_COUNT = 10
MFA_RECOVERY_CODE_DIGITS = 34  # about 112 bits; the default of 8 digits is weak
MFA_RECOVERY_CODES_SHOW_ONCE = True
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = DEBUG  # browsers treat http://localhost as safe

# Mail: services write the outbox, the worker sends it ---------------------------------------------
# The address people type; letters lead back to it.
SITE_URL = environment.text("SITE_URL", f"http://localhost:{environment.text('PORT', '8000')}").rstrip("/")
DEFAULT_FROM_EMAIL = SERVER_EMAIL = environment.text("DEFAULT_FROM_EMAIL", "Homeward <homeward@localhost>")
if environment.text("EMAIL_URL"):
    EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    globals().update(environment.email(environment.text("EMAIL_URL")))
else:
    EMAIL_BACKEND = "django.core.mail.backends.filebased.EmailBackend"  # a trial writes letters to a folder
    EMAIL_FILE_PATH = str(DATA / "mail")

# Languages and time -------------------------------------------------------------------------------
languages.register()
LANGUAGES = languages.LANGUAGES
LANGUAGE_CODE = "en"
LOCALE_PATHS = [environment.PACKAGE / "locale"]
FORMAT_MODULE_PATH = languages.FORMAT_MODULE_PATH
USE_I18N = USE_TZ = True
TIME_ZONE = "UTC"  # each body's own zone is applied where its dates are worked out

# Logs -------------------------------------------------------------------------------------------------------
logs.configure()
LOGGING = logs.logging_settings(environment.text("LOG_LEVEL", "INFO"), readable=DEBUG)
DJANGO_STRUCTLOG_IP_LOGGING_ENABLED = False
DJANGO_STRUCTLOG_STATUS_START_LOG_LEVEL = 10
DJANGO_STRUCTLOG_STATUS_4XX_LOG_LEVEL = 20

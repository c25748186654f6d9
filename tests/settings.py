"""Settings of the tests: the house's own, with what would be slow or leave the machine replaced."""

import os

os.environ.setdefault("DEBUG", "1")
os.environ.setdefault("HOMEWARD_DEMO", "1")
os.environ.setdefault("HOMEWARD_DATA", "var/tests")
os.environ.setdefault("LOG_LEVEL", "ERROR")
# Nothing of the shell's own database or mail server may reach the tests.
for name in ("DATABASE_URL", "DATABASE_OWNER_URL", "EMAIL_URL", "SECRET_KEY", "HOMEWARD_DB_ROLE"):
    os.environ.pop(name, None)
if url := os.environ.get("HOMEWARD_TEST_DATABASE_URL"):
    os.environ["DATABASE_URL"] = url

from homeward.config.settings import *

CACHES = {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}}
EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.InMemoryStorage"},
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}

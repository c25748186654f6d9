"""The process's environment, read in one place. `.env.example` lists every name."""

from __future__ import annotations

import os
import secrets
from pathlib import Path
from urllib.parse import parse_qsl, unquote, urlsplit

from django.core.exceptions import ImproperlyConfigured

PACKAGE = Path(__file__).resolve().parents[1]


def read_dotenv(path: Path = Path(".env")) -> None:
    """Take names from a `.env` file in the working folder; what is already set wins."""
    if not path.is_file():
        return
    for line in path.read_text().splitlines():
        name, sign, value = line.strip().partition("=")
        if sign and not name.startswith("#"):
            os.environ.setdefault(name.strip(), value.strip().strip("\"'"))


def text(name: str, default: str = "") -> str:
    """A value, or the default when it is unset or empty."""
    return os.environ.get(name) or default


def flag(name: str, default: bool = False) -> bool:
    """A switch: 1, true, yes or on."""
    return text(name, "1" if default else "0").lower() in {"1", "true", "yes", "on"}


def items(name: str, default: str = "") -> list[str]:
    """A comma-separated list."""
    return [item.strip() for item in text(name, default).split(",") if item.strip()]


def limits(**named: str) -> dict[str, int]:
    """Limits that the operator names, in bytes; what is left empty keeps its own."""
    return {name: int(value) for name, value in named.items() if value}


def data_folder() -> Path:
    """Where the embedded database, uploaded files and collected static files are kept."""
    return Path(text("HOMEWARD_DATA", "var")).expanduser().absolute()


def secret_key(debug: bool) -> str:
    """SECRET_KEY; a trial makes its own once and keeps it with its data."""
    if given := text("SECRET_KEY"):
        return given
    if not debug:
        raise ImproperlyConfigured(
            "SECRET_KEY is not set. Give the service a long random one and keep it "
            '(python3 -c "import secrets; print(secrets.token_urlsafe(64))"), '
            "or set DEBUG=1 for development on your own machine."
        )
    kept = data_folder() / "secret_key"
    kept.parent.mkdir(parents=True, exist_ok=True)
    try:
        handle = os.open(kept, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        pass
    else:
        with os.fdopen(handle, "w") as file:
            file.write(secrets.token_urlsafe(64))
    return kept.read_text()


def email(url: str) -> dict[str, str | int | bool]:
    """Django's EMAIL_ settings from `smtp://user:password@host:port?tls=1` (or `?ssl=1`)."""
    parts = urlsplit(url)
    if parts.scheme not in {"smtp", "smtps"} or not parts.hostname:
        raise ImproperlyConfigured(
            "EMAIL_URL must read smtp://user:password@host:port?tls=1 (or smtps:// for an encrypted port)."
        )
    asked = dict(parse_qsl(parts.query))
    encrypted = parts.scheme == "smtps" or asked.get("ssl") == "1"
    return {
        "EMAIL_HOST": parts.hostname,
        "EMAIL_PORT": parts.port or (465 if encrypted else 587 if asked.get("tls") == "1" else 25),
        "EMAIL_HOST_USER": unquote(parts.username or ""),
        "EMAIL_HOST_PASSWORD": unquote(parts.password or ""),
        "EMAIL_USE_TLS": asked.get("tls") == "1" and not encrypted,
        "EMAIL_USE_SSL": encrypted,
        "EMAIL_TIMEOUT": 20,
    }

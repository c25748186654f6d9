"""What is not set is safe, and what an installation must set is asked for by name."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.core.checks import run_checks
from django.core.exceptions import ImproperlyConfigured
from django.test import override_settings

from homeward.config import environment
from homeward.config.app import no_server_side_binding

SHOW = """
import json, os
os.environ["DJANGO_SETTINGS_MODULE"] = "homeward.config.settings"
from django.conf import settings
print(json.dumps({name: getattr(settings, name) for name in os.environ["SHOWN"].split()}))
"""


SHOWN = """
DEBUG DEMO SESSION_COOKIE_NAME CSRF_COOKIE_NAME SESSION_COOKIE_SECURE SECURE_SSL_REDIRECT SECURE_HSTS_SECONDS
ALLOWED_HOSTS EMAIL_HOST EMAIL_USE_TLS EMAIL_PORT SILENCED_SYSTEM_CHECKS
"""


def settings_with(tmp_path: Path, **given: str) -> subprocess.CompletedProcess[str]:
    base = {"PATH": os.environ["PATH"], "HOMEWARD_DATA": str(tmp_path), "SHOWN": SHOWN}
    return subprocess.run(
        [sys.executable, "-c", SHOW], env=base | given, cwd=tmp_path, capture_output=True, text=True
    )


def shown(tmp_path: Path, **given: str) -> dict[str, Any]:
    done = settings_with(tmp_path, **given)
    assert done.returncode == 0, done.stderr
    found: dict[str, Any] = json.loads(done.stdout)
    return found


def test_without_a_secret_key_nothing_starts_and_the_message_says_why(tmp_path: Path) -> None:
    done = settings_with(tmp_path)
    assert done.returncode != 0
    assert "SECRET_KEY is not set" in done.stderr


def test_what_is_not_set_is_safe(tmp_path: Path) -> None:
    found = shown(tmp_path, SECRET_KEY="x" * 60, HOMEWARD_DEMO="1")
    assert found["DEBUG"] is False
    assert found["DEMO"] is False, "one-click sign-in must be impossible when DEBUG is off"
    assert found["SESSION_COOKIE_NAME"] == "__Host-session"
    assert found["CSRF_COOKIE_NAME"] == "__Host-csrf"
    assert found["SESSION_COOKIE_SECURE"] is found["SECURE_SSL_REDIRECT"] is True
    assert found["SECURE_HSTS_SECONDS"] >= 31536000
    assert found["ALLOWED_HOSTS"] == []
    assert found["SILENCED_SYSTEM_CHECKS"] == []


def test_a_trial_keeps_its_own_key(tmp_path: Path) -> None:
    assert shown(tmp_path, DEBUG="1")["DEMO"] is False
    first = (tmp_path / "secret_key").read_text()
    assert shown(tmp_path, DEBUG="1", HOMEWARD_DEMO="1")["DEMO"] is True
    assert (tmp_path / "secret_key").read_text() == first
    assert len(first) > 60
    assert (tmp_path / "secret_key").stat().st_mode & 0o077 == 0


def test_a_mail_server_is_read_from_its_address(tmp_path: Path) -> None:
    found = shown(tmp_path, SECRET_KEY="x" * 60, EMAIL_URL="smtp://ann:pw@mail.example:2525?tls=1")
    assert (found["EMAIL_HOST"], found["EMAIL_PORT"], found["EMAIL_USE_TLS"]) == ("mail.example", 2525, True)
    with pytest.raises(ImproperlyConfigured, match="EMAIL_URL"):
        environment.email("mail.example")


def test_a_file_of_settings_is_read_but_never_wins(tmp_path: Path) -> None:
    (tmp_path / ".env").write_text('# a note\nDEBUG=1\nSECRET_KEY="from the file"\n')
    assert shown(tmp_path)["DEBUG"] is True
    assert shown(tmp_path, DEBUG="0")["DEBUG"] is False


def test_server_side_binding_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    assert no_server_side_binding(None) == []
    monkeypatch.setitem(settings.DATABASES["default"]["OPTIONS"], "server_side_binding", True)
    assert [found.id for found in no_server_side_binding(None)] == ["homeward.E001"]


@override_settings(ALLOWED_HOSTS=["*"], EMAIL_BACKEND="django.core.mail.backends.filebased.EmailBackend")
def test_an_installation_in_earnest_must_name_hosts_and_a_mail_server() -> None:
    found = {message.id for message in run_checks(tags=["security"], include_deployment_checks=True)}
    assert {"homeward.E002", "homeward.E003"} <= found

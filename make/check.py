"""`make check`: everything that can be said about the code without running it. Runs all of it, then says what
failed."""

from __future__ import annotations

import os
import secrets
import subprocess
import sys
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
BIN = Path(sys.executable).parent
MANAGE = [sys.executable, "manage.py"]
DEVELOPMENT = {"DEBUG": "1", "HOMEWARD_DATA": os.environ.get("HOMEWARD_DATA") or str(ROOT / "var" / "tests")}
# What an installation in earnest sets, so that Django's own advice is taken against those settings.
PRODUCTION = {
    "HOMEWARD_DATA": DEVELOPMENT["HOMEWARD_DATA"],
    "DEBUG": "0",
    "HOMEWARD_DEMO": "1",  # must make no difference
    "SECRET_KEY": secrets.token_urlsafe(64),
    "ALLOWED_HOSTS": "homeward.example",
    "SITE_URL": "https://homeward.example",
    "EMAIL_URL": "smtp://user:password@mail.example:587?tls=1",
}
STEPS: list[tuple[str, list[str], dict[str, str]]] = [
    ("lint", [str(BIN / "ruff"), "check", "."], {}),
    ("format", [str(BIN / "ruff"), "format", "--check", "."], {}),
    ("types", [str(BIN / "mypy")], DEVELOPMENT),
    ("import order", [str(BIN / "lint-imports"), "--no-cache"], {}),
    ("packs", [str(BIN / "homeward"), "packs"], {}),
    ("migrations", [*MANAGE, "makemigrations", "--check", "--dry-run"], DEVELOPMENT),
    ("production settings", [*MANAGE, "check", "--deploy", "--fail-level", "WARNING"], PRODUCTION),
]
UNSET = ("DATABASE_URL", "DATABASE_OWNER_URL", "HOMEWARD_DB_ROLE", "DJANGO_SETTINGS_MODULE")


def main() -> int:
    """Run each step; 1 when any failed."""
    base = {name: value for name, value in os.environ.items() if name not in UNSET}
    failed = []
    for name, command, extra in STEPS:
        began = time.monotonic()
        done = subprocess.run(command, cwd=ROOT, env={**base, **extra}, capture_output=True, text=True)
        print(f"{'ok    ' if done.returncode == 0 else 'FAILED'} {name} ({time.monotonic() - began:.1f} s)")
        if done.returncode:
            failed.append(name)
            print(done.stdout + done.stderr, flush=True)
    print(f"make check: {', '.join(failed)} failed" if failed else "make check: all well")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())

"""What stands between an empty folder and a trial's first page: tables, rights, the invented state.

Runs as a process of its own, so that the supervisor stays small. A trial that is up to date skips all of it.
"""

from __future__ import annotations

import importlib
import json
import os
import subprocess
import sys
import time
from hashlib import sha256
from importlib import metadata, util
from pathlib import Path
from typing import Any

from homeward.config import environment, lifeline
from homeward.config.embedded import Cluster

CUT = "demo_begun"  # there while the demo is loaded; found at the next start, the load was cut short
STAMPED = ("django", "procrastinate", "django-pghistory", "django-pgtrigger", "django-allauth")


def digest() -> str:
    """Changes whenever a migration, the rights, the invented state or a library with tables does."""
    found = sha256()
    for pattern in ("apps/*/migrations/*.py", "config/grants.py", "demo/**/*.py"):
        for path in sorted(environment.PACKAGE.glob(pattern)):
            found.update(path.read_bytes())
    for name in STAMPED:
        found.update(metadata.version(name).encode())
    return found.hexdigest()


def prepare() -> int:
    """Bring an embedded database up to date and load the invented state into an empty one."""
    # The stamp lies with the embedded cluster and goes with it; an outside server is asked every time.
    outside = bool(environment.text("DATABASE_URL"))
    stamp = Cluster(environment.data_folder()).base / "prepared"
    if not outside and stamp.exists() and stamp.read_text() == digest():
        return 0
    cut = environment.data_folder() / CUT
    if cut.exists() and outside:
        _say(f"An earlier load of the demo was cut short. Empty that database and remove {cut}.")
        return 1
    if cut.exists():
        _say("An earlier load of the demo was cut short; beginning again.")
        cluster = Cluster(environment.data_folder())
        cluster.ensure_running()
        cluster.recreate_database()
    _say("Bringing the database up to date …")
    migrated = subprocess.run([sys.executable, "-m", "homeward.config.trial_preparation", "migrate"])
    if migrated.returncode:
        return migrated.returncode
    from homeward.config.commands import start_django

    start_django()
    if code := load_demo():
        return code
    if not outside:
        stamp.write_text(digest())
    return 0


def load_demo() -> int:
    """Load the invented state where there is no commissioning body yet, and keep its sign-ins for the
    welcome."""
    if util.find_spec("homeward.demo") is None:
        _say("This installation brings no demo; the trial starts empty.")
        return 0
    demo: Any = importlib.import_module("homeward.demo")
    from homeward.apps.accounts.models import CommissioningBody

    if CommissioningBody.objects.exists():
        _say("There are records already, so the demo was not loaded.")
    else:
        _say("Loading the invented state …")
        began = time.monotonic()
        cut = environment.data_folder() / CUT
        cut.touch()
        demo.load()
        cut.unlink()
        _say(f"Loaded in {time.monotonic() - began:.0f} seconds.")
    keep_sign_ins(list(demo.sign_ins()))
    return 0


def keep_sign_ins(rows: list[tuple[str, ...]]) -> None:
    """Write one sign-in per role (role, e-mail, password) where the welcome reads them."""
    folder = environment.data_folder()
    folder.mkdir(parents=True, exist_ok=True)
    fresh: Path = folder / "sign_ins.json.new"
    fresh.write_text(json.dumps([[str(cell) for cell in row] for row in rows]))
    os.replace(fresh, folder / "sign_ins.json")


def _say(message: str) -> None:
    print(message, flush=True)


if __name__ == "__main__":
    if sys.argv[1:] == ["migrate"]:
        from homeward.config.commands import migrate

        sys.exit(migrate(["--quiet"]))
    lifeline.hold()
    sys.exit(prepare())

"""Install Homeward into `.venv`, hash by hash, with nothing but Python and pip to begin with.

Usage: install.py run | dev. Does nothing when what is asked for is installed already.
"""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import subprocess
import sys
import tomllib
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
TOOLS, VENV = ROOT / ".tools", ROOT / ".venv"
UV = TOOLS / "bin" / "uv"
LOCKS = {"run": "requirements.lock", "dev": "requirements-dev.lock"}


def stamp(kind: str) -> str:
    """Digest of what decides an installation: the lock, the project file, where it stands, which Python."""
    found = hashlib.sha256(f"{ROOT}|{sys.version}|{kind}".encode())
    for name in (LOCKS[kind], "make/uv.lock.txt"):
        found.update((ROOT / name).read_bytes())
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())
    found.update(json.dumps([project["build-system"], project["project"]], sort_keys=True).encode())
    return found.hexdigest()


def is_current(kind: str) -> bool:
    """Whether `.venv` holds at least what `kind` needs."""
    kinds = ["run", "dev"] if kind == "run" else ["dev"]
    return any(
        (VENV / f".installed-{k}").is_file() and (VENV / f".installed-{k}").read_text() == stamp(k)
        for k in kinds
    )


def environment() -> dict[str, str]:
    """uv does not read pip's settings: hand it the registry and the certificates pip was told to use."""
    found = dict(os.environ, UV_PYTHON_DOWNLOADS="never", UV_NO_PROGRESS="1", VIRTUAL_ENV=str(VENV))
    found.pop("UV_PROJECT_ENVIRONMENT", None)  # would lead uv elsewhere
    answer = subprocess.run([sys.executable, "-m", "pip", "config", "list"], capture_output=True, text=True)
    pip = dict(line.split("=", 1) for line in answer.stdout.splitlines() if "=" in line)
    pip = {name.split(".", 1)[-1]: value.strip().strip("'\"") for name, value in pip.items()}
    pip |= {"index-url": os.environ.get("PIP_INDEX_URL", pip.get("index-url", ""))}
    if pip["index-url"] and not ({"UV_INDEX_URL", "UV_DEFAULT_INDEX"} & found.keys()):
        found["UV_DEFAULT_INDEX"] = pip["index-url"]
    if pip.get("cert") and "SSL_CERT_FILE" not in found:
        found["SSL_CERT_FILE"] = pip["cert"]
    return found


def uv(*arguments: str) -> None:
    """Run uv; its own message is shown when it fails."""
    subprocess.run([str(UV), *arguments], cwd=ROOT, env=environment(), check=True)


def bootstrap() -> None:
    """Put uv into its own folder, so that remaking `.venv` never removes it."""
    wanted = hashlib.sha256((ROOT / "make/uv.lock.txt").read_bytes()).hexdigest()
    kept = TOOLS / ".installed"
    if UV.exists() and kept.is_file() and kept.read_text() == wanted:
        return
    shutil.rmtree(TOOLS, ignore_errors=True)
    pip = [sys.executable, "-m", "pip", "install", "--quiet", "--disable-pip-version-check"]
    pip += ["--no-warn-script-location", "--root-user-action=ignore", "--target", str(TOOLS)]
    subprocess.run([*pip, "--require-hashes", "-r", str(ROOT / "make/uv.lock.txt")], check=True)
    kept.write_text(wanted)


def main(kind: str) -> int:
    """Make `.venv` fit; 0 when it does."""
    if is_current(kind):
        return 0
    what = "Homeward with its tests" if kind == "dev" else "Homeward"
    print(f"Installing {what} (once; later starts skip this) …", flush=True)
    try:
        bootstrap()
        # A folder that was moved, or another Python, needs a new environment: scripts name both.
        place, marker = f"{ROOT}\n{sys.version}", VENV / ".made"
        if not (VENV / "bin" / "python").exists() or not marker.is_file() or marker.read_text() != place:
            uv("venv", "--quiet", "--clear", "--python", sys.executable, str(VENV))
            marker.write_text(place)
        for old in VENV.glob(".installed-*"):
            old.unlink()
        uv("pip", "install", "--quiet", "--require-hashes", "-r", LOCKS[kind])
        uv("pip", "install", "--quiet", "--no-deps", "--editable", str(ROOT))
    except subprocess.CalledProcessError as error:
        print(
            f"Installing stopped at: {' '.join(error.cmd[:4])}. Does this machine reach a package registry?"
        )
        return 1
    (VENV / f".installed-{kind}").write_text(stamp(kind))
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1] if len(sys.argv) > 1 else "run"))

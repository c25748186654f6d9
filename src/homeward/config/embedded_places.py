"""Where the embedded database keeps its files, and as whom its server runs.

PostgreSQL refuses to run as root, so under root its server runs as a system user of its own. That user must
reach the data and the programs; opening somebody's private home for it would be wrong, so both go under the
system's data folder.
"""

from __future__ import annotations

import os
import pwd
import re
import shutil
import stat
import subprocess
import tempfile
from hashlib import sha256
from pathlib import Path
from typing import Any

SYSTEM_DATA = Path("/var/lib/homeward")
SYSTEM_RUN = Path("/run/homeward")
SERVER_USER = "homeward-db"
# A socket's whole path must fit in 103 bytes on some systems; a comma would mean two hosts, quotes would need
# escapes.
PLAIN = re.compile(r"[A-Za-z0-9_./+-]+")
LONGEST = 100


def _digest(path: Path) -> str:
    return sha256(str(path).encode()).hexdigest()[:10]


def open_to_all(path: Path) -> bool:
    """Whether every user of the machine may reach and read this path."""
    needed = stat.S_IROTH | stat.S_IXOTH if path.is_dir() else stat.S_IROTH
    if path.exists() and path.stat().st_mode & needed != needed:
        return False
    return all(parent.stat().st_mode & stat.S_IXOTH for parent in path.resolve().parents if parent.exists())


def base_for(data: Path) -> Path:
    """The folder of the cluster, its locks and its log."""
    base = data / "database"
    if os.geteuid() or open_to_all(_nearest(base)):
        return base
    return SYSTEM_DATA / _digest(data)


def _nearest(path: Path) -> Path:
    while not path.exists():
        path = path.parent
    return path


def socket_dir_for(base: Path) -> Path:
    """A short, plain, private folder for the server's socket."""
    if os.geteuid() == 0:
        folder = SYSTEM_RUN / _digest(base)
        folder.mkdir(parents=True, exist_ok=True)
        give_to_server(folder)
        return folder
    if PLAIN.fullmatch(str(base)) and len(os.fsencode(base / ".s.PGSQL.5432.lock")) <= LONGEST:
        return base
    runtime = Path(os.environ.get("XDG_RUNTIME_DIR") or "/nonexistent")
    if not (runtime.is_dir() and runtime.stat().st_uid == os.geteuid()):
        runtime = Path(tempfile.gettempdir()) / f"homeward-{os.geteuid()}"
        runtime.mkdir(mode=0o700, exist_ok=True)
    _refuse_unless_mine(runtime)
    folder = runtime / f"homeward-{_digest(base)}"
    folder.mkdir(mode=0o700, exist_ok=True)
    _refuse_unless_mine(folder)
    return folder


def _refuse_unless_mine(folder: Path) -> None:
    """A predictable name in a shared folder may have been made by somebody else."""
    found = folder.lstat()
    if not stat.S_ISDIR(found.st_mode) or found.st_uid != os.geteuid() or found.st_mode & 0o077:
        raise RuntimeError(
            f"{folder} is not a private folder of yours. Remove it, or set XDG_RUNTIME_DIR or TMPDIR."
        )


def server_user_name() -> str:
    """The operating-system user the server runs as."""
    return SERVER_USER if os.geteuid() == 0 else pwd.getpwuid(os.geteuid()).pw_name


def _server_user() -> pwd.struct_passwd:
    try:
        return pwd.getpwnam(SERVER_USER)
    except KeyError:
        subprocess.run(
            ["useradd", "--system", "--user-group", "--no-create-home", "--home-dir", "/nonexistent",
             "--shell", "/usr/sbin/nologin", SERVER_USER],
            check=True, capture_output=True,
        )  # fmt: skip
        return pwd.getpwnam(SERVER_USER)


def as_server_user() -> dict[str, Any]:
    """Arguments for `subprocess.run` that drop root's rights."""
    if os.geteuid():
        return {}
    user = _server_user()
    return {"user": user.pw_uid, "group": user.pw_gid, "extra_groups": []}


def give_to_server(path: Path) -> None:
    """Under root, make the server's user the owner of this path."""
    if os.geteuid() == 0:
        user = _server_user()
        os.chown(path, user.pw_uid, user.pw_gid)


def copy_programs(package: Path, target: Path) -> Path:
    """Copy the wheel's programs to where the server's user may run them; returns the copy of `package`."""
    copy = target / package.name
    if not (target / "complete").exists():
        shutil.rmtree(target, ignore_errors=True)
        target.mkdir(parents=True)
        for source in (package, package.with_name(f"{package.name}.libs")):
            if source.exists():
                shutil.copytree(
                    source, target / source.name, ignore=shutil.ignore_patterns("include", "pginstall")
                )
        for path in [target, *target.rglob("*")]:
            path.chmod(0o755 if path.is_dir() or path.stat().st_mode & stat.S_IXUSR else 0o644)
        (target / "complete").touch()
    return copy


def is_postgres(pid: int) -> bool:
    """Whether this process lives and is a PostgreSQL server (not a zombie, not a number used again)."""
    status = Path(f"/proc/{pid}/status")
    if Path("/proc/self/status").exists():
        if not status.exists():
            return False
        fields = dict(line.split(":\t", 1) for line in status.read_text().splitlines() if ":\t" in line)
        return fields.get("Name") == "postgres" and not fields.get("State", "Z").startswith("Z")
    found = subprocess.run(
        ["ps", "-o", "stat=,comm=", "-p", str(pid)], capture_output=True, text=True
    ).stdout.strip()
    return found.endswith("postgres") and not found.startswith("Z")

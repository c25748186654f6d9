"""`make run`: a whole house on one machine, for trying it out. Never for real records."""

from __future__ import annotations

import argparse
import fcntl
import json
import os
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from pathlib import Path
from typing import Any

from homeward.config import lifeline
from homeward.config.commands import COMMANDS, start_django

PREPARE = "homeward.config.trial_preparation"
READY_SECONDS = 60
RESTARTS_A_MINUTE = 4

BANNER = """
==============================================================================
  THIS IS A TRIAL. The people and places in it are invented. Debugging is on,
  anyone who reaches this address can sign in with one click, and nothing is
  encrypted. Do not put a real child's record here.
=============================================================================="""


class Stopped(Exception):
    """Somebody asked the trial to stop."""


class Trial:
    """The supervisor: prepares the database, starts pages and jobs, and ends everything together."""

    def __init__(self, data: Path, port: int, with_parent: bool) -> None:
        self.data, self.port = data, port
        self.parent = os.getppid() if with_parent else 0
        self.environment = {
            **os.environ, "DEBUG": "1", "HOMEWARD_DEMO": "1", "HOMEWARD_DATA": str(data), "PORT": str(port),
            "LOG_LEVEL": os.environ.get("LOG_LEVEL", "WARNING"), "PYTHONUNBUFFERED": "1",
        }  # fmt: skip
        self.children: dict[str, tuple[subprocess.Popen[bytes], int]] = {}
        self.deaths: dict[str, list[float]] = {}
        self.cluster: Any = None
        self.stopping = False

    def run(self) -> int:
        """Everything from an empty folder to a served page, until somebody stops it."""
        for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
            signal.signal(number, self._stop)
        try:
            self._start_database()
            self._prepare()
            self.launch("web")
            self.launch("worker")
            self._await_page()
            self._welcome()
            while True:
                self._look_after_children()
                time.sleep(0.5)
        except Stopped:
            return 0
        except TrialError as error:
            print(f"\n{error}", file=sys.stderr)
            return 1
        finally:
            self._end_everything()

    def _stop(self, *_: Any) -> None:
        if not self.stopping:
            self.stopping = True
            raise Stopped

    def _start_database(self) -> None:
        if self.environment.get("DATABASE_URL"):
            return
        from homeward.config.embedded import Cluster, EmbeddedError

        cluster = Cluster(self.data)
        if cluster.base.parent != self.data:
            print(
                f"Other users cannot reach {self.data}, so root's trial keeps its database in {cluster.base}."
            )
        self.cluster = cluster
        try:
            cluster.ensure_running()
        except (EmbeddedError, OSError, subprocess.SubprocessError) as error:
            raise TrialError(str(error)) from error

    def _prepare(self) -> None:
        code = self._wait_for(self.launch("prepare", [sys.executable, "-m", PREPARE]))
        self._forget("prepare")
        if code:
            raise TrialError("The trial could not be prepared; the reason stands above.")

    def _wait_for(self, child: subprocess.Popen[bytes]) -> int:
        while (code := child.poll()) is None:
            self._check_parent()
            time.sleep(0.1)
        return code

    def launch(self, name: str, command: list[str] | None = None) -> subprocess.Popen[bytes]:
        """Start a child that ends with this process."""
        command = command or [sys.executable, "-m", "homeward.config.trial", name]
        self.children[name] = lifeline.start(command, self.environment)
        return self.children[name][0]

    def _forget(self, name: str) -> None:
        child, line = self.children.pop(name)
        os.close(line)
        lifeline.end(child)

    def _look_after_children(self) -> None:
        self._check_parent()
        for name, (child, _) in list(self.children.items()):
            if child.poll() is None:
                continue
            code = child.returncode
            self._forget(name)
            recent = [t for t in self.deaths.get(name, []) if t > time.monotonic() - 60] + [time.monotonic()]
            self.deaths[name] = recent
            if len(recent) > RESTARTS_A_MINUTE:
                raise TrialError(
                    f"The {name} process ends again and again (last code {code}); its reason stands above."
                )
            print(f"The {name} process ended ({code}); starting it again.", file=sys.stderr, flush=True)
            time.sleep(min(2 ** len(recent) / 4, 4))
            self.launch(name)

    def _check_parent(self) -> None:
        """Under `make` the trial ends with it, even when it is killed."""
        if self.parent and os.getppid() != self.parent:
            raise Stopped

    def _await_page(self) -> None:
        deadline = time.monotonic() + READY_SECONDS
        while time.monotonic() < deadline:
            self._check_parent()
            try:
                with urllib.request.urlopen(f"http://127.0.0.1:{self.port}/healthz", timeout=5):
                    return
            except urllib.error.HTTPError as error:
                raise TrialError(f"The pages answer with an error ({error.code}); see above.") from error
            except (urllib.error.URLError, OSError):
                self._look_after_children()
                time.sleep(0.1)
        raise TrialError(f"The pages did not answer on port {self.port} within {READY_SECONDS} seconds.")

    def _welcome(self) -> None:
        print(BANNER)
        print(f"\n  Homeward is at   http://localhost:{self.port}/\n")
        kept = self.data / "sign_ins.json"
        rows = json.loads(kept.read_text()) if kept.exists() else []
        widths = [max(map(len, column)) + 2 for column in zip(*rows, strict=True)]
        for row in rows:
            print("  " + "".join(f"{c:<{w}}" for c, w in zip(row, widths, strict=True)).rstrip())
        print(f"\n  or sign in with one click at   http://localhost:{self.port}/demo/")
        print(f"  A tour with numbered stops:    http://localhost:{self.port}/tour/")
        print(f"  Records are kept in {self.data}. Ctrl-C stops everything.\n", flush=True)

    def _end_everything(self) -> None:
        self.stopping = True
        for name in ("web", "worker", "prepare"):
            if name in self.children:
                self._forget(name)
        if self.cluster is not None and not self.cluster.release():
            print("The database stays up: another process still uses it.", file=sys.stderr)
        print("Stopped.", flush=True)


class TrialError(RuntimeError):
    """The trial cannot go on; the message is for the person who started it."""


def run(argv: list[str]) -> int:
    """Run a trial until it is stopped."""
    parser = argparse.ArgumentParser(prog="homeward run", description=COMMANDS["run"][0])
    parser.add_argument("--with-parent", action="store_true", help="end when the starting process ends")
    arguments = parser.parse_args(argv)
    given = os.environ.get("PORT") or "8000"
    if not given.isdigit() or not 0 < int(given) < 65536:
        print(f"PORT must be a number from 1 to 65535, not {given!r}.", file=sys.stderr)
        return 2
    data, port = _data(), int(given)
    try:
        data.mkdir(parents=True, exist_ok=True)
        lock = (data / "run.lock").open("a+")
    except OSError as error:
        return _refuse(
            f"The data folder {data} cannot be used ({error.strerror}). Set HOMEWARD_DATA to another."
        )
    with lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            lock.seek(0)
            return _refuse(
                f"Homeward already runs from {data} ({lock.read().strip()}). "
                "Stop it with `make stop`, or set HOMEWARD_DATA and PORT for a second one."
            )
        if not _free(port):
            return _refuse(
                f"Port {port} is taken by another program. Stop that program, or choose another port: "
                f"make run PORT={port + 1}"
            )
        lock.truncate(0)
        lock.write(f"process {os.getpid()}, port {port}")
        lock.flush()
        return Trial(data, port, arguments.with_parent).run()


def _refuse(message: str) -> int:
    print(message, file=sys.stderr)
    return 1


def stop(argv: list[str]) -> int:
    """Stop the trial of this data folder, and its database, wherever they were started."""
    argparse.ArgumentParser(prog="homeward stop", description=COMMANDS["stop"][0]).parse_args(argv)
    from homeward.config.embedded import Cluster

    data = _data()
    stopped = False
    if (data / "run.lock").exists():
        with (data / "run.lock").open("r+") as lock:
            try:
                fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                os.kill(int(lock.read().split()[1].rstrip(",")), signal.SIGTERM)
                fcntl.flock(lock, fcntl.LOCK_EX)
                stopped = True
    cluster = Cluster(data)
    stopped = cluster.stop() or stopped
    print("Stopped." if stopped else f"Nothing runs from {data}.")
    return 0


def demo(argv: list[str]) -> int:
    """Load the invented state, unless there are records already."""
    argparse.ArgumentParser(prog="homeward demo", description=COMMANDS["demo"][0]).parse_args(argv)
    start_django()
    from homeward.config import trial_preparation

    return trial_preparation.load_demo()


def _data() -> Path:
    return Path(os.environ.get("HOMEWARD_DATA") or "var").expanduser().absolute()


def _free(port: int) -> bool:
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", port))
        except OSError:
            return False
        return True


if __name__ == "__main__":
    from homeward.config import serve

    sys.exit({"web": serve.web, "worker": serve.worker}[sys.argv[1]]([]))

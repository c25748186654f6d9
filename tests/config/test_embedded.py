"""The embedded database: shared, killed, left behind, in a folder with spaces; it ends well each time."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest

from homeward.config import embedded_places as places
from homeward.config.embedded import APP, DATABASE, OWNER, Cluster

pytestmark = pytest.mark.slow
HOLD = """
import sys, time
from pathlib import Path
from homeward.config.embedded import Cluster
Cluster(Path(sys.argv[1])).ensure_running()
print("up", flush=True)
time.sleep(60)
"""


@pytest.fixture(scope="module")
def data(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    # Longer than a socket's path may be, and with a space. Under root the server's user must reach it.
    folder = tmp_path_factory.mktemp("a folder") / ("long name " * 11)
    folder.mkdir(parents=True)
    for parent in [folder, *folder.parents]:
        if parent.owner() != "root" or os.geteuid() == 0:
            parent.chmod(parent.stat().st_mode | 0o711)
        if parent.name.startswith("pytest-of-"):
            break
    yield folder
    cluster = Cluster(folder)
    cluster.release()
    cluster.stop()


def hold(data: Path) -> subprocess.Popen[str]:
    holder = subprocess.Popen([sys.executable, "-c", HOLD, str(data)], stdout=subprocess.PIPE, text=True)
    assert holder.stdout is not None
    assert holder.stdout.readline() == "up\n"
    return holder


def kill(holder: subprocess.Popen[str]) -> None:
    holder.kill()
    holder.wait()
    assert holder.stdout is not None
    holder.stdout.close()


def server_pid(data: Path) -> int | None:
    try:
        return int((Cluster(data).cluster / "postmaster.pid").read_text().split("\n", 1)[0])
    except FileNotFoundError:
        return None


def gone(data: Path, seconds: float = 20) -> bool:
    deadline = time.monotonic() + seconds
    while server_pid(data) is not None and time.monotonic() < deadline:
        time.sleep(0.1)
    return server_pid(data) is None


def test_both_roles_reach_their_database(data: Path) -> None:
    holder = hold(data)
    try:
        socket = Cluster(data).ensure_running()
        for role in (OWNER, APP):
            with psycopg.connect(host=str(socket), user=role, dbname=DATABASE) as connection:
                assert connection.execute("select current_user, lower('Ā')").fetchone() == (role, "ā")
    finally:
        kill(holder)
    assert server_pid(data) is not None, "this process still uses it"
    assert Cluster(data).release() is True
    assert gone(data)


def test_processes_share_it_and_the_last_one_killed_ends_it(data: Path) -> None:
    first, second = hold(data), hold(data)
    pid = server_pid(data)
    kill(first)
    time.sleep(0.5)
    assert server_pid(data) == pid
    kill(second)
    assert gone(data)


@pytest.mark.parametrize("left_behind", ["as it was", "the number of another process", "half written"])
def test_a_killed_server_starts_again(data: Path, left_behind: str) -> None:
    holder = hold(data)
    pid = server_pid(data)
    assert pid is not None
    pid_file = Cluster(data).cluster / "postmaster.pid"
    text = pid_file.read_text()
    os.kill(pid, signal.SIGKILL)
    deadline = time.monotonic() + 10
    while places.is_postgres(pid) and time.monotonic() < deadline:
        time.sleep(0.05)
    if left_behind == "the number of another process":
        pid_file.write_text(text.replace(str(pid), str(os.getpid()), 1))
    elif left_behind == "half written":
        pid_file.write_text(text[:2])
    try:
        socket = Cluster(data).ensure_running(check=True)
        with psycopg.connect(host=str(socket), user=APP, dbname=DATABASE) as connection:
            assert connection.execute("select 1").fetchone() == (1,)
        assert server_pid(data) != pid
    finally:
        kill(holder)
        Cluster(data).release()
    assert gone(data)


def test_another_persons_folder_is_not_trusted_for_the_socket(tmp_path: Path) -> None:
    folder = tmp_path / "shared"
    folder.mkdir(mode=0o777)
    folder.chmod(0o777)
    with pytest.raises(RuntimeError, match="not a private folder"):
        places._refuse_unless_mine(folder)


def test_a_zombie_is_not_a_server() -> None:
    child = subprocess.Popen([sys.executable, "-c", ""])
    time.sleep(0.5)
    assert not places.is_postgres(child.pid)
    child.wait()
    assert not places.is_postgres(os.getpid())

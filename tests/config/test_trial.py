"""The supervisor: what it says when it cannot start, and that its children end with it."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import time
from pathlib import Path

import pytest

from homeward.config import lifeline, trial

PARENT = """
import sys, time
from homeward.config import lifeline
child, line = lifeline.start([sys.executable, "-c", CHILD], {})
print(child.pid, flush=True)
time.sleep(60)
""".replace(
    "CHILD", repr("from homeward.config import lifeline; import time; lifeline.hold(); time.sleep(60)")
)


def alive(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    state = Path(f"/proc/{pid}/stat")
    return not (state.exists() and state.read_text().rsplit(")", 1)[1].split()[0] == "Z")


def ended(pid: int, seconds: float = 10) -> bool:
    deadline = time.monotonic() + seconds
    while alive(pid) and time.monotonic() < deadline:
        time.sleep(0.05)
    return not alive(pid)


def test_children_end_when_their_parent_is_killed() -> None:
    parent = subprocess.Popen([sys.executable, "-c", PARENT], stdout=subprocess.PIPE, text=True)
    assert parent.stdout is not None
    child = int(parent.stdout.readline())
    time.sleep(0.5)
    assert alive(child)
    parent.kill()
    parent.wait()
    parent.stdout.close()
    assert ended(child)


def test_a_child_that_will_not_end_is_ended() -> None:
    stubborn = "import signal, time; signal.signal(signal.SIGTERM, signal.SIG_IGN); time.sleep(60)"
    child, line = lifeline.start([sys.executable, "-c", stubborn], dict(os.environ))
    time.sleep(0.5)
    lifeline.end(child, seconds=0.5)
    os.close(line)
    assert child.returncode == -signal.SIGKILL


def test_a_taken_port_is_named_with_what_to_do(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        port = other.getsockname()[1]
        monkeypatch.setenv("PORT", str(port))
        monkeypatch.setenv("HOMEWARD_DATA", str(tmp_path))
        assert trial.run([]) == 1
    said = capsys.readouterr().err
    assert f"Port {port} is taken" in said
    assert f"make run PORT={port + 1}" in said


@pytest.mark.parametrize("port", ["eight", "0", "70000"])
def test_a_port_that_is_none_is_refused(port: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PORT", port)
    assert trial.run([]) == 2


def test_a_second_trial_in_the_same_folder_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    import fcntl

    monkeypatch.setenv("HOMEWARD_DATA", str(tmp_path))
    monkeypatch.setenv("PORT", "8000")
    with (tmp_path / "run.lock").open("w") as first:
        fcntl.flock(first, fcntl.LOCK_EX)
        first.write("process 12, port 8000")
        first.flush()
        assert trial.run([]) == 1
    assert "already runs" in capsys.readouterr().err


def test_stopping_what_does_not_run_says_so(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("HOMEWARD_DATA", str(tmp_path))
    assert trial.stop([]) == 0
    assert "Nothing runs" in capsys.readouterr().out


def test_asking_how_to_stop_stops_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("HOMEWARD_DATA", str(tmp_path))
    with pytest.raises(SystemExit) as ended:
        trial.stop(["--help"])
    assert ended.value.code == 0
    assert "Nothing runs" not in capsys.readouterr().out

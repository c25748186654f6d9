"""Children that end with their parent, however it ends.

The parent keeps the writing end of a pipe; the child reads the other end and gets nothing until the parent is
gone. The kernel closes the pipe even when the parent is killed, on every system we run on.
"""

from __future__ import annotations

import os
import signal
import subprocess
import threading
import time
from contextlib import suppress

NAME = "HOMEWARD_LIFELINE"
GRACE_SECONDS = 10


def start(command: list[str], environment: dict[str, str]) -> tuple[subprocess.Popen[bytes], int]:
    """Start a child in a process group of its own; returns it and the end of the lifeline to keep open."""
    theirs, ours = os.pipe()
    try:
        child = subprocess.Popen(
            command, env={**environment, NAME: str(theirs)}, pass_fds=[theirs], start_new_session=True,
            stdin=subprocess.DEVNULL,
        )  # fmt: skip
    finally:
        os.close(theirs)
    return child, ours


def hold() -> None:
    """In the child: end this process when the parent is gone. Does nothing without a parent of ours."""
    handle = os.environ.pop(NAME, "")
    if handle.isdigit():
        threading.Thread(target=_watch, args=(int(handle),), daemon=True, name="lifeline").start()


def _watch(handle: int) -> None:
    while os.read(handle, 1):
        pass
    os.kill(os.getpid(), signal.SIGTERM)
    time.sleep(GRACE_SECONDS)
    os.killpg(os.getpgid(0), signal.SIGKILL)


def end(child: subprocess.Popen[bytes], seconds: float = GRACE_SECONDS) -> None:
    """Ask a child to end, then make it; its whole group is gone afterwards."""
    if child.poll() is None:
        child.terminate()
        with suppress(subprocess.TimeoutExpired):
            child.wait(seconds)
    with suppress(ProcessLookupError):
        os.killpg(child.pid, signal.SIGKILL)
    child.wait()

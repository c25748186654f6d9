"""The keeper: waits until no process uses the embedded database any more, then stops it.

Started by `homeward.config.embedded`; goes into the background by itself and lives as long as the server is
used.
"""

from __future__ import annotations

import fcntl
import os
import signal
import sys
from pathlib import Path


def keep(data: Path) -> int:
    """Become the keeper of this data folder's cluster, unless there is one."""
    from homeward.config.embedded import Cluster

    cluster = Cluster(data)
    ready, told = os.pipe()
    if os.fork():
        os.close(told)
        return 0 if os.read(ready, 1) == b"k" else 1
    os.close(ready)
    os.setsid()
    os.chdir("/")
    # A closing terminal or Ctrl-C ends the processes that use the server; the keeper ends after them.
    signal.signal(signal.SIGHUP, signal.SIG_IGN)
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    mine = os.open(cluster.base / "keeper.lock", os.O_RDWR | os.O_CREAT)
    try:
        fcntl.flock(mine, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        os.write(told, b"k")
        os._exit(0)
    users = os.open(cluster.base / "users.lock", os.O_RDWR | os.O_CREAT)
    os.write(told, b"k")
    os.close(told)
    fcntl.flock(users, fcntl.LOCK_EX)
    cluster.shut_down()
    # In this order: whoever gets the users' lock next must not find a keeper that is already leaving.
    os.close(mine)
    os.close(users)
    os._exit(0)


if __name__ == "__main__":
    sys.exit(keep(Path(sys.argv[1])))

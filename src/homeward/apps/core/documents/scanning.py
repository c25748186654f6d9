"""A place for a virus scanner of the operator's: off unless a command is set, and then no file passes unseen."""

from __future__ import annotations

import shlex
import subprocess

import structlog
from django.conf import settings

from homeward.apps.core.documents.refusing import Unfit

log = structlog.get_logger(__name__)
SECONDS = 60


def is_on() -> bool:
    return bool(settings.DOCUMENT_SCAN_COMMAND)


def scan(data: bytes) -> None:
    """Hand the bytes to the command on its standard input. It says 0 for clean and 1 for found; anything else, or
    silence for a minute, counts as not scanned. Raises Unfit."""
    if not is_on():
        return
    command = shlex.split(settings.DOCUMENT_SCAN_COMMAND)
    try:
        done = subprocess.run(command, input=data, capture_output=True, timeout=SECONDS, check=False)
        code = done.returncode
    except (OSError, subprocess.TimeoutExpired) as problem:
        log.error("scanner did not run", error=type(problem).__name__)
        raise Unfit("upload.not_scanned") from None
    if code == 1:
        log.warning("scanner found something", size=len(data))
        raise Unfit("upload.infected")
    if code != 0:
        log.error("scanner failed", code=code)
        raise Unfit("upload.not_scanned")

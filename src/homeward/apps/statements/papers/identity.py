"""What every paper of a quarter says of itself: whose it is, which version, what it rests on, its file's name."""

from __future__ import annotations

import datetime as dt
import re
from typing import Any

from django.utils import timezone

from homeward.apps.statements.models import Version
from homeward.apps.statements.reading import Reading
from homeward.web import papers
from homeward.web.dates import long_date, nights, short_date

Json = dict[str, Any]


def file_name(reading: Reading, what: str = "statement") -> str:
    """The file's name without its ending: `statement-DCP-0417-1-Q1-2026-27-v2`."""
    line = reading.statement.line
    name = (
        f"{what}-{line.agreement.reference}-{line.number}-{reading.statement.label}-v{reading.version.number}"
    )
    return re.sub(r"[^A-Za-z0-9.-]+", "-", name)


def identity(reading: Reading) -> Json:
    """Whose paper it is, which version, and the digests at its foot: alike on every paper of a quarter."""
    statement, version = reading.statement, reading.version
    line = statement.line
    return {
        "caption": f"{statement.organisation.name}, agreement {line.agreement.reference}, line {line.number}",
        "running": f"{statement.organisation.name}, {line.agreement.reference} line {line.number}, {statement.label}",
        "version": f"Version {version.number}",
        "date": _made(reading),
        "author": statement.body.name,
        "foot": f"Records SHA-256 {version.facts_digest}. {pack_words(reading)}.",
    }


def pack_words(reading: Reading) -> str:
    """`Pack au_sa, version 2026.3 (digest)`, as the version was counted."""
    version = reading.version
    digest = version.pack_digest.removeprefix("sha256:")[:12]
    return f"Pack {version.pack}, version {version.pack_version} ({digest})"


def _made(reading: Reading) -> dt.date:
    return timezone.localdate(reading.version.issued_at or reading.version.created_at)


def as_it_was(reading: Reading) -> str:
    """Which state of knowledge this is, where it is not the one people talk about now."""
    version = reading.version
    if version.kind == Version.Kind.LATE:
        made = long_date(version.created_at)
        return f"What was known on {made}, after both sides agreed an earlier version. It is not what was agreed."
    if reading.is_newest:
        return ""
    return f"An earlier version, as it was on {long_date(version.created_at)}. A newer one took its place."


def facts(reading: Reading) -> list[Json]:
    version = reading.version
    issued = f"{short_date(version.issued_at)}" if version.issued_at else "not issued yet"
    return [
        papers.pair(
            reading.count.period.capitalize(), f"{nights(reading.period)}, {reading.period.nights} nights"
        ),
        papers.pair(
            "Version", f"{version.number}, made on {short_date(version.created_at)}. {version.reason}"
        ),
        papers.pair("Issued", issued),
        papers.pair("Commissioned by", reading.statement.body.name),
    ]

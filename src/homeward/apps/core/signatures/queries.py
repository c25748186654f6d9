"""Whether signatures still fit what they were given for. Worked out anew each time; nothing is written here."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from homeward.apps.core.documents.queries import digest_now
from homeward.apps.core.models import Document, Signature


@dataclass(frozen=True)
class Checked:
    """A signature with what its document holds now. `void_since` is when a later version took the document's place."""

    signature: Signature
    digest_now: str
    void_since: dt.datetime | None
    why: str = ""

    @property
    def fits(self) -> bool:
        return not self.why


def signatures_of(document: Document) -> list[Signature]:
    """The signatures under one version of a document, in the order in which they were given."""
    return list(document.signatures.select_related("scan").order_by("signed_at", "pk"))


def checked_signatures_of(document: Document) -> list[Checked]:
    """Each signature under one version, held against the bytes as they stand in the database now."""
    found = signatures_of(document)
    if not found:
        return []
    now = digest_now(document)
    later = Document.objects.filter(replaces=document).first()
    return [_check(one, document, now, later) for one in found]


def _check(signature: Signature, document: Document, now: str, later: Document | None) -> Checked:
    if signature.digest != now:
        return Checked(signature, now, None, "changed")
    if later is not None and later.digest != signature.digest:
        return Checked(signature, now, later.added_at, "replaced")
    if document.withdrawn_at is not None:
        return Checked(signature, now, document.withdrawn_at, "withdrawn")
    if signature.scan is not None and digest_now(signature.scan) != signature.scan.digest:
        return Checked(signature, now, None, "scan_changed")
    return Checked(signature, now, None)


def waiting_scans(document: Document) -> list[Document]:
    """Scans of the signed paper that nobody has witnessed yet."""
    done = Signature.objects.filter(document=document, scan__isnull=False).values("scan")
    return list(document.scans.filter(withdrawn_at=None).exclude(pk__in=done).order_by("added_at"))

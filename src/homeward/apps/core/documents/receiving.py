"""One road for every file from outside: what it is, whether it is taken, cleaned, and what was taken out."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass

from homeward.apps.core.documents import names, scanning, types
from homeward.apps.core.documents.limits import in_words, limits
from homeward.apps.core.documents.refusing import Unfit
from homeward.apps.core.documents.types import FileType


@dataclass(frozen=True)
class Received:
    """A file as it is kept."""

    content: bytes
    type: FileType
    filename: str
    removed: tuple[str, ...]
    received_digest: str

    @property
    def digest(self) -> str:
        return hashlib.sha256(self.content).hexdigest()


def receive(*, name: str, declared: str, data: bytes) -> Received:
    """A file as it may be kept. Raises Unfit with the one reason that stands first in its way.

    `name` and `declared` (the sender's content type) are only compared with what the bytes are.
    """
    most = limits().bytes
    if not data:
        raise Unfit("upload.empty")
    if len(data) > most:
        raise Unfit("upload.size", size=in_words(len(data)), most=in_words(most))
    stem, ending = names.split_name(name)
    kind = types.check_agreement(types.find_type(data), ending, declared)
    scanning.scan(data)
    content, removed = _clean(data, kind)
    if len(content) > most:
        raise Unfit("upload.size", size=in_words(len(content)), most=in_words(most))
    if kind is types.HEIC:
        kind = types.JPEG  # it is written anew as what every browser shows
    return Received(
        content, kind, f"{stem}.{kind.endings[0]}", tuple(removed), hashlib.sha256(data).hexdigest()
    )


def _clean(data: bytes, kind: FileType) -> tuple[bytes, list[str]]:
    # Loaded with the first file: their libraries are large, and most processes never see one.
    from homeward.apps.core.documents.packages import clean_package
    from homeward.apps.core.documents.pdfs import clean_pdf
    from homeward.apps.core.documents.pictures import clean_picture
    from homeward.apps.core.documents.texts import clean_csv, clean_text

    if kind is types.PDF:
        return clean_pdf(data)
    if kind in (types.DOCX, types.XLSX):
        return clean_package(data)
    if kind is types.CSV:
        return clean_csv(data)
    if kind is types.TEXT:
        return clean_text(data)
    return clean_picture(data, kind.code)

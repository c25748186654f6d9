"""What may be read of documents, by whom. Nothing is written here."""

from __future__ import annotations

import hashlib
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import ObjectDoesNotExist
from django.db.models import Model, QuerySet

from homeward.apps.core.documents.shelves import Shelf, shelf_of
from homeward.apps.core.models import Document, DocumentContent


@dataclass(frozen=True)
class Held:
    """A document with the thing it belongs to."""

    document: Document
    thing: Any
    shelf: Shelf

    @property
    def label(self) -> Any:
        return self.shelf.kind(self.document.kind).label


def _rows(thing: Model) -> QuerySet[Document]:
    """Every document of a thing, whoever asks."""
    return Document.objects.filter(
        thing_kind=thing._meta.label_lower,
        thing=thing.public_id,  # type: ignore[attr-defined]
        body_id=thing.body_id,  # type: ignore[attr-defined]
    )


def documents_of(thing: Model, by: Any) -> list[Held]:
    """The newest versions of a thing's documents that a person may read, newest first, the withdrawn ones last.

    The thing itself has been found visible by whoever asks.
    """
    shelf = shelf_of(thing)
    rows = _rows(thing).filter(replaced_by=None).order_by("-added_at", "-pk")
    held = [Held(row, thing, shelf) for row in rows if shelf.kind(row.kind).may_read(by, thing)]
    return sorted(held, key=lambda h: h.document.withdrawn_at is not None)


def documents_of_each(things: Iterable[Model], by: Any) -> dict[str, list[Held]]:
    """As `documents_of`, for many things of one kind in one query: by the thing's public id, without the withdrawn ones."""
    found: dict[str, Any] = {thing.public_id: thing for thing in things}  # type: ignore[attr-defined]
    if not found:
        return {}
    one = next(iter(found.values()))
    shelf, held = shelf_of(one), defaultdict(list)
    rows = Document.objects.filter(
        thing_kind=one._meta.label_lower, thing__in=found, replaced_by=None, withdrawn_at=None
    )
    for row in rows.order_by("-added_at", "-pk"):
        thing = found[row.thing]
        if thing.body_id == row.body_id and shelf.kind(row.kind).may_read(by, thing):
            held[row.thing].append(Held(row, thing, shelf))
    return dict(held)


def versions_of(document: Document) -> list[Document]:
    """A document with its earlier and later versions, newest first. Asked after the document was found visible."""
    found = [newest_of(document)]
    while found[-1].replaces_id is not None:
        found.append(Document.objects.get(pk=found[-1].replaces_id))
    return found


def newest_of(document: Document) -> Document:
    """The version that stands now."""
    while (later := Document.objects.filter(replaces=document).first()) is not None:
        document = later
    return document


def thing_seen(kind: str, public_id: str, by: Any) -> Model | None:
    """The thing of a kind that has documents, when the person may see it."""
    try:
        model = shelf_of(kind).model
        return model._default_manager.visible_to(by).get(public_id=public_id)  # type: ignore[attr-defined]
    except (KeyError, ObjectDoesNotExist):
        return None


def document_seen(public_id: str, by: Any) -> Held | None:
    """A document, when the person may read it; what may not be read looks like what does not exist."""
    # not by the body: a provider under a consortium reads what belongs to the authorities it acts for
    document = Document.objects.filter(public_id=public_id).first()
    if document is None:
        return None
    thing = thing_seen(document.thing_kind, document.thing, by)
    if thing is None or not shelf_of(thing).kind(document.kind).may_read(by, thing):
        return None
    return Held(document, thing, shelf_of(thing))


def content_of(document: Document) -> bytes:
    """The bytes that are kept."""
    return bytes(DocumentContent.objects.values_list("content", flat=True).get(pk=document.content_id))


def digest_now(document: Document) -> str:
    """SHA-256 of the bytes as they stand in the database now, worked out anew."""
    return hashlib.sha256(content_of(document)).hexdigest()

"""Documents of things: one road in for every upload, kept in the database, served only to who may read the thing.

from homeward.apps.core.documents import PaperKind, Shelf, register_shelf, store_upload, store_made
"""

from homeward.apps.core.documents.queries import content_of, document_seen, documents_of
from homeward.apps.core.documents.services import (
    replace_document,
    store_made,
    store_upload,
    withdraw_document,
)
from homeward.apps.core.documents.shelves import PaperKind, Shelf, register_shelf

__all__ = [
    "PaperKind",
    "Shelf",
    "content_of",
    "document_seen",
    "documents_of",
    "register_shelf",
    "replace_document",
    "store_made",
    "store_upload",
    "withdraw_document",
]

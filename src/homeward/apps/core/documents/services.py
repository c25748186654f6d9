"""The only writers of documents: take one in, write one ourselves, replace, withdraw."""

from __future__ import annotations

import datetime as dt
import hashlib
from typing import Any

from django.core.files.uploadedfile import UploadedFile
from django.db.models import Model, Sum
from django.utils import timezone

from homeward.apps.core import audit
from homeward.apps.core.documents.limits import in_words, limits
from homeward.apps.core.documents.names import clean_stem
from homeward.apps.core.documents.queries import thing_seen
from homeward.apps.core.documents.receiving import Received, receive
from homeward.apps.core.documents.refusing import Unfit
from homeward.apps.core.documents.shelves import shelf_of, side_of
from homeward.apps.core.documents.types import BY_MEDIA_TYPE
from homeward.apps.core.models import Document, DocumentContent, Signature
from homeward.apps.core.refusals import Refused, refuse_if
from homeward.apps.core.writing import hold, permit, service, writing
from homeward.kernel.reasons import Reason

ADDED, REPLACED, WITHDRAWN = (
    "This document was not added", "This document was not replaced", "This document cannot be withdrawn",
)  # fmt: skip


def store_upload(
    *, file: UploadedFile, title: str, kind: str, thing: Model, by: Any, signed_copy_of: Document | None = None,
    paper: dict[str, str] | None = None,
) -> Document:  # fmt: skip
    """Take in a file somebody sent, checked and cleaned, as a document of a thing. Raises Refused with the reason."""
    permit(_may_add(kind, thing, by), ADDED)
    refuse_if(ADDED, [_title(title), *_quota(thing, by)])
    received = _receive(file, ADDED)
    with writing(by, "add_document", ADDED):
        document = _store(
            thing, by, received.content, title=title.strip(), kind=kind, filename=received.filename,
            media_type=received.type.media_type, removed=list(received.removed), received_digest=received.received_digest,
            side=side_of(by), signed_copy_of=signed_copy_of, paper=paper or {},
        )  # fmt: skip
        audit.record(
            by, "add_document", thing, document=document.public_id, kind=kind, digest=document.digest
        )
    return document


def store_made(
    *, content: bytes, filename: str, media_type: str, title: str, kind: str, thing: Model, by: Any,
    replaces: Document | None = None,
) -> Document:  # fmt: skip
    """Keep a file that Homeward wrote itself. With `replaces` it is the next version of that one."""
    if replaces is not None:
        hold(replaces)
    ending = BY_MEDIA_TYPE[media_type].endings[0]
    stem = clean_stem(filename.rsplit(".", 1)[0])
    document = _store(
        thing, by, content, title=title, kind=kind, filename=f"{stem}.{ending}", media_type=media_type, is_made=True,
        replaces=replaces, number=replaces.number + 1 if replaces else 1,
    )  # fmt: skip
    audit.record(by, "make_document", thing, document=document.public_id, kind=kind, digest=document.digest)
    return document


@service("replace_document", REPLACED)
def replace_document(*, document: Document, file: UploadedFile, by: Any) -> Document:
    """Add a new version of an uploaded document; the earlier one is kept and can still be read."""
    thing = thing_seen(document.thing_kind, document.thing, by)
    permit(thing is not None and _may_add(document.kind, thing, by), REPLACED)
    assert thing is not None
    hold(document)
    scan = Reason("document.scan", {"title": document.title}) if document.signed_copy_of_id else None
    refuse_if(REPLACED, [scan, *_standing(document, by), *_quota(thing, by)])
    received = _receive(file, REPLACED)
    if received.digest == document.digest:
        raise Refused(REPLACED, [Reason("document.same", {"field": "file", "title": document.title})])
    made = _store(
        thing, by, received.content, title=document.title, kind=document.kind, filename=received.filename,
        media_type=received.type.media_type, removed=list(received.removed), received_digest=received.received_digest,
        side=side_of(by), replaces=document, number=document.number + 1,
    )  # fmt: skip
    audit.record(by, "replace_document", thing, document=made.public_id, replaces=document.public_id)
    return made


@service("withdraw_document", WITHDRAWN)
def withdraw_document(*, document: Document, reason: str, by: Any) -> Document:
    """Take a document out of use: its line stays with the reason, its bytes are not shown any more."""
    thing = thing_seen(document.thing_kind, document.thing, by)
    permit(thing is not None and _may_add(document.kind, thing, by), WITHDRAWN)
    hold(document)
    empty = None if reason.strip() else Reason("record.missing", {"field": "reason", "label": "Reason"})
    refuse_if(WITHDRAWN, [empty, *_standing(document, by)])
    document.withdrawn_at, document.withdrawn_by_label = timezone.now(), by.label
    document.withdrawn_reason = reason.strip()
    document.save(update_fields=["withdrawn_at", "withdrawn_by_label", "withdrawn_reason"])
    audit.record(by, "withdraw_document", thing, reason=reason, document=document.public_id)
    return document


def may_add_to(thing: Model, by: Any) -> list[Any]:
    """The kinds of document a person may add to a thing they can see."""
    return [k for k in shelf_of(thing).kinds if k.may_add(by, thing)]


def why_fixed(document: Document, by: Any) -> list[Reason]:
    """Why a person may not replace or withdraw a document of a thing they may add to; empty when they may."""
    return _standing(document, by)


def _may_add(kind: str, thing: Model, by: Any) -> bool:
    seen = thing_seen(thing._meta.label_lower, thing.public_id, by)  # type: ignore[attr-defined]
    return seen is not None and any(k.code == kind for k in may_add_to(thing, by))


def _standing(document: Document, by: Any) -> list[Reason]:
    told = {"title": document.title}
    reasons = []
    if document.is_made:
        reasons.append(Reason("document.made", told))
    elif document.side != side_of(by):
        reasons.append(Reason("document.other_side", {**told, "who": document.added_by_label}))
    if document.withdrawn_at is not None:
        reasons.append(Reason("document.withdrawn", told))
    if Document.objects.filter(replaces=document).exists():
        reasons.append(Reason("document.replaced", told))
    if document.signatures.exists() or Signature.objects.filter(scan=document).exists():
        reasons.append(Reason("document.signed", told))
    return reasons


def _title(title: str) -> Reason | None:
    if not title.strip():
        return Reason("record.missing", {"field": "title", "label": "Title"})
    if len(title.strip()) > 160:
        return Reason("document.long_title", {"field": "title"})
    return None


def _quota(thing: Model, by: Any) -> list[Reason]:
    most = limits()
    mine = Document.objects.filter(thing_kind=thing._meta.label_lower, thing=thing.public_id)  # type: ignore[attr-defined]
    hour = timezone.now() - dt.timedelta(hours=1)
    reasons = []
    if mine.count() >= most.on_one_thing:
        reasons.append(Reason("upload.too_many", {"field": "file", "most": most.on_one_thing}))
    if (
        Document.objects.filter(added_by_id=by.user.pk, added_at__gt=hour, is_made=False).count()
        >= most.of_a_person_in_an_hour
    ):
        reasons.append(Reason("upload.too_often", {"field": "file", "most": most.of_a_person_in_an_hour}))
    kept = DocumentContent.objects.filter(body_id=by.body.pk).aggregate(sum=Sum("size"))["sum"] or 0
    if kept >= most.bytes_of_a_body:
        reasons.append(Reason("upload.full", {"field": "file", "most": in_words(most.bytes_of_a_body)}))
    return reasons


def _receive(file: UploadedFile, what: str) -> Received:
    most = limits().bytes
    try:
        if file.size is not None and file.size > most:  # said before it is read into memory
            raise Unfit("upload.size", size=in_words(file.size), most=in_words(most))
        return receive(name=file.name or "", declared=file.content_type or "", data=file.read())
    except Unfit as unfit:
        raise Refused(what, [unfit.reason]) from None


def _store(thing: Any, by: Any, content: bytes, **fields: Any) -> Document:
    digest = hashlib.sha256(content).hexdigest()
    kept, _ = DocumentContent.objects.defer("content").get_or_create(
        body_id=thing.body_id, digest=digest, defaults={"size": len(content), "content": content}
    )
    return Document.objects.create(
        body_id=thing.body_id, organisation_id=getattr(thing, "organisation_id", None), thing_kind=thing._meta.label_lower,
        thing=thing.public_id, content=kept, digest=digest, size=len(content), added_by_id=by.user.pk,
        added_by_label=by.label, **fields,
    )  # fmt: skip

"""The only writers of signatures."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.core.files.uploadedfile import UploadedFile
from django.utils import timezone

from homeward.apps.core import audit
from homeward.apps.core.documents.queries import digest_now, document_seen
from homeward.apps.core.documents.services import store_upload
from homeward.apps.core.documents.shelves import Signing, side_of
from homeward.apps.core.folding import fold
from homeward.apps.core.models import Document, Signature
from homeward.apps.core.periods import say_day
from homeward.apps.core.refusals import Refused, refuse_if
from homeward.apps.core.signatures.presence import Proof, show_presence
from homeward.apps.core.writing import hold, permit, service
from homeward.kernel.reasons import Reason

SIGN, PAPER, WITNESS = (
    "You cannot sign this document", "The signed paper was not added", "You cannot witness this paper",
)  # fmt: skip
SIDES = {"provider": "the provider", "body": "the department"}


@service("sign_document", SIGN)
def sign(
    *, document: Document, typed_name: str, capacity: str = "", password: str, code: str = "",
    passkey_at: dt.datetime | None = None, by: Any,
) -> Signature:  # fmt: skip
    """Sign the bytes of a document as they stand now, in the role one acts in.

    The person types their own name and shows again who they are. Raises Refused with every reason; a wrong password
    counts even so, because the count lies outside the transaction.
    """
    thing, signing = _for_signing(document, by, SIGN)
    permit(signing.may_sign(by, thing), SIGN)
    shown = show_presence(by.user, Proof(password, code, passkey_at))
    name = " ".join(typed_name.split())
    refuse_if(
        SIGN,
        [
            None
            if fold(name) == fold(by.user.name)
            else Reason("signature.other_name", {"field": "typed_name", "name": by.user.name}),
            *shown.reasons,
            *why_not_sign(document, thing, by, signing),
        ],
    )
    signature = Signature.objects.create(
        body_id=document.body_id, organisation_id=by.organisation.pk if by.organisation else None, document=document,
        digest=document.digest, manner=Signature.Manner.SCREEN, side=side_of(by), name=name,
        capacity=capacity or capacity_of(by), signed_on=by.today, signer_id=by.user.pk, proof=shown.words,
    )  # fmt: skip
    audit.record(
        by, "sign_document", thing, document=document.public_id, digest=document.digest, side=signature.side
    )
    signing.signed(signature, thing, by)
    return signature


@service("add_signed_paper", PAPER)
def add_signed_paper(
    *,
    document: Document,
    file: UploadedFile,
    signer_name: str,
    capacity: str,
    signed_on: dt.date,
    side: str,
    by: Any,
) -> Document:
    """Add the scan of the signed paper. It counts as signed once a second person has witnessed it."""
    thing, signing = _for_signing(document, by, PAPER)
    own_only = side_of(by) == "provider" and side != "provider"
    refuse_if(
        PAPER,
        [
            None
            if signer_name.strip()
            else Reason("record.missing", {"field": "signer_name", "label": "Name on the paper"}),
            None
            if capacity.strip()
            else Reason("record.missing", {"field": "capacity", "label": "Capacity"}),
            Reason("signature.other_side", {"field": "side"}) if own_only else None,
            *_day(signed_on, document, by),
            *_open_side(document, thing, side, signer_name, None, signing),
            *signing.guards(document, thing, by, side),
        ],
    )
    paper = {
        "side": side, "name": " ".join(signer_name.split())[:120], "capacity": capacity.strip()[:200],
        "signed_on": signed_on.isoformat(), "digest": document.digest, "added_by": str(by.user.pk),
    }  # fmt: skip
    return store_upload(
        file=file, title=f"{document.title}, signed by {paper['name']}"[:160], kind=signing.scan_kind, thing=thing, by=by,
        signed_copy_of=document, paper=paper,
    )  # fmt: skip


@service("witness_paper", WITNESS)
def witness_paper(*, document: Document, scan: Document, by: Any) -> Signature:
    """Confirm, as a second person, that the scan shows this document signed by the person named."""
    thing, signing = _for_signing(document, by, WITNESS)
    permit(signing.may_witness(by, thing) and scan.signed_copy_of_id == document.pk, WITNESS)
    paper = scan.paper
    used = Signature.objects.filter(scan=scan).exists()
    own = fold(paper["name"]) == fold(by.user.name)
    refuse_if(
        WITNESS,
        [
            Reason("signature.witness_uploaded", {"name": by.user.name})
            if scan.added_by_id == by.user.pk
            else None,
            Reason("signature.witness_signed", {"name": paper["name"]}) if own else None,
            Reason("signature.scan_used", {}) if used else None,
            Reason("signature.scan_gone", {})
            if scan.withdrawn_at is not None or digest_now(scan) != scan.digest
            else None,
            *_open_side(document, thing, paper["side"], paper["name"], None, signing),
            *_whole(document),
            *signing.guards(document, thing, by, paper["side"]),
        ],
    )
    organisation = document.organisation_id if paper["side"] == "provider" else None
    signature = Signature.objects.create(
        body_id=document.body_id, organisation_id=organisation, document=document, digest=document.digest,
        manner=Signature.Manner.PAPER, side=paper["side"], name=paper["name"], capacity=paper["capacity"],
        signed_on=dt.date.fromisoformat(paper["signed_on"]), scan=scan, witness_id=by.user.pk, witness_label=by.label,
    )  # fmt: skip
    audit.record(
        by, "witness_paper", thing, document=document.public_id, scan=scan.public_id, side=signature.side
    )
    signing.signed(signature, thing, by)
    return signature


def why_not_sign(document: Document, thing: Any, by: Any, signing: Signing) -> list[Reason]:
    """Every reason, besides name and password, why a person may not sign a document now."""
    side = side_of(by)
    return [
        *_whole(document),
        *_open_side(document, thing, side, by.user.name, by.user.pk, signing),
        *signing.guards(document, thing, by, side),
    ]


def capacity_of(by: Any) -> str:
    """In which capacity a person acts: role, organisation, and whom a deputy stands in for."""
    place = by.organisation.name if by.organisation else by.body.name
    deputy = f", for {by.acting_for}" if by.acting_for else ""
    return f"{by.role.label}, {place}{deputy}"


def _for_signing(document: Document, by: Any, what: str) -> tuple[Any, Signing]:
    """Thing and rules of a document the person sees; both rows locked, the thing's first, as whoever changes it does."""
    held = document_seen(document.public_id, by)
    signing = held.shelf.kind(document.kind).signing if held else None
    if held is None or signing is None:
        raise Refused(what, [Reason("record.not_permitted")])
    hold(held.thing)
    hold(document)
    return held.thing, signing


def _whole(document: Document) -> list[Reason]:
    reasons = []
    if document.withdrawn_at is not None or Document.objects.filter(replaces=document).exists():
        reasons.append(Reason("signature.not_newest", {"title": document.title}))
    if digest_now(document) != document.digest:
        reasons.append(Reason("signature.bytes_changed", {"title": document.title}))
    return reasons


def _open_side(
    document: Document, thing: Any, side: str, name: str, person: int | None, signing: Signing
) -> list[Reason]:
    """Reasons when a side has signed already, or the same person would sign for both."""
    if side not in signing.sides:
        return [Reason("signature.no_side", {"field": "side"})]
    reasons = []
    for given in document.signatures.all():
        if given.side == side:
            reasons.append(
                Reason(
                    "signature.twice",
                    {"side": SIDES[side], "name": given.name, "day": say_day(given.signed_on)},
                )
            )
        elif (person is not None and given.signer_id == person) or fold(given.name) == fold(name):
            reasons.append(Reason("signature.both_sides", {"name": given.name, "side": SIDES[given.side]}))
    return reasons


def _day(signed_on: dt.date, document: Document, by: Any) -> list[Reason]:
    made = timezone.localtime(document.added_at).date()
    if made <= signed_on <= by.today:
        return []
    return [
        Reason(
            "signature.wrong_day",
            {
                "field": "signed_on",
                "day": say_day(signed_on),
                "made": say_day(made),
                "today": say_day(by.today),
            },
        )
    ]

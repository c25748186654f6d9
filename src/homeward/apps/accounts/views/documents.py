"""Documents and signatures on pages. The rules stand in `core`; a page needs to know who asks, so it stands here."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.contrib import messages
from django.db.models import Model
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from homeward.apps.accounts.actors import Actor, actor_of
from homeward.apps.accounts.demo import PASSWORD
from homeward.apps.accounts.document_forms import (
    AddDocumentForm,
    ReplaceDocumentForm,
    SignedPaperForm,
    SignForm,
    WithdrawDocumentForm,
    WitnessForm,
)
from homeward.apps.accounts.pages import page
from homeward.apps.accounts.permissions import Permission as P
from homeward.apps.accounts.presence import factors_of, passkey_used_at
from homeward.apps.core import audit
from homeward.apps.core.documents import scanning
from homeward.apps.core.documents.limits import in_words
from homeward.apps.core.documents.queries import (
    Held,
    content_of,
    document_seen,
    documents_of,
    thing_seen,
    versions_of,
)
from homeward.apps.core.documents.services import (
    may_add_to,
    replace_document,
    store_upload,
    why_fixed,
    withdraw_document,
)
from homeward.apps.core.documents.shelves import shelf_of, side_of
from homeward.apps.core.documents.types import BY_MEDIA_TYPE
from homeward.apps.core.forms import ask, edit
from homeward.apps.core.models import Document
from homeward.apps.core.refusals import Refused, present
from homeward.apps.core.signatures.queries import Checked, checked_signatures_of, waiting_scans
from homeward.apps.core.signatures.services import (
    WITNESS,
    add_signed_paper,
    capacity_of,
    sign,
    why_not_sign,
    witness_paper,
)
from homeward.kernel.reasons import Reason

# A page of its own for the bytes: nothing runs, nothing is fetched, nobody frames it.
SEALED = (
    "default-src 'none'; style-src 'unsafe-inline'; img-src 'self' data:; frame-ancestors 'none'; sandbox"
)
SIDES = {"provider": _("the provider"), "body": _("the department")}


def documents_context(request: HttpRequest, thing: Model) -> dict[str, Any]:
    """What the component `documents` needs on the page of a thing that the person has been found to see."""
    actor: Any = actor_of(request)
    address = reverse("document_add", args=[thing._meta.label_lower, thing.public_id])  # type: ignore[attr-defined]
    return {
        "documents": [_row(held) for held in documents_of(thing, actor)],
        "documents_add": address if may_add_to(thing, actor) else "",
    }


def _row(held: Held) -> dict[str, Any]:
    document = held.document
    return {
        "document": document,
        "label": held.label,
        "type": BY_MEDIA_TYPE[document.media_type].words,
        "size": in_words(document.size),
        "who": _t("Homeward, for %(who)s") % {"who": document.added_by_label}
        if document.is_made
        else document.added_by_label,
    }


def _get(request: HttpRequest, public_id: str) -> Held:
    held = document_seen(public_id, actor_of(request))
    if held is None:
        raise Http404
    return held


def _crumbs(held: Held, *, whole: bool = True) -> list[dict[str, str]]:
    crumbs = [{"text": str(held.shelf.words(held.thing)), "href": held.shelf.address(held.thing)}]
    if whole:
        crumbs.append(
            {"text": held.document.title, "href": reverse("document", args=[held.document.public_id])}
        )
    return crumbs


@page(P.MEMBER)
@require_safe
def document(request: HttpRequest, public_id: str) -> HttpResponse:
    """What is known of a document: what was taken out, its versions, and whether its signatures still fit."""
    held, actor = _get(request, public_id), actor_of(request)
    found = held.document
    signing = held.shelf.kind(found.kind).signing
    checked = checked_signatures_of(found)
    scans = waiting_scans(found) if signing else []
    may_sign = signing is not None and signing.may_sign(actor, held.thing)
    reasons = why_not_sign(found, held.thing, actor, signing) if signing and may_sign else []
    audit.record(actor, "read_document", held.thing, document=found.public_id)
    context = {
        **_row(held),
        "thing_words": held.shelf.words(held.thing),
        "crumbs": _crumbs(held, whole=False),
        "versions": versions_of(found),
        "checked": [_checked_row(c) for c in checked],
        "open_sides": _open_sides(checked, signing),
        "scans": [{"scan": s, "may_witness": _may_witness(s, held, actor)} for s in scans],
        "signing": signing,
        "may_sign": may_sign and not reasons,
        "why_not_sign": [present(r) for r in reasons] if may_sign else [],
        "may_add_paper": signing is not None
        and any(k.code == signing.scan_kind for k in may_add_to(held.thing, actor)),
        "may_change": any(k.code == found.kind for k in may_add_to(held.thing, actor))
        and not why_fixed(found, actor),
        "inline": BY_MEDIA_TYPE[found.media_type].shown_inline,
        "scanned": scanning.is_on(),
    }
    return render(request, "core/document.html", context)


def _checked_row(checked: Checked) -> dict[str, Any]:
    words = {
        "": _("Fits: the bytes are those that were signed"),
        "changed": _("Void: the bytes are no longer those that were signed"),
        "replaced": _("Void: a later version took its place"),
        "withdrawn": _("Void: the document was withdrawn"),
        "scan_changed": _("Void: the bytes of the scan have changed"),
    }
    return {
        "checked": checked,
        "one": checked.signature,
        "words": words[checked.why],
        "side": SIDES[checked.signature.side],
    }


def _open_sides(checked: list[Checked], signing: Any) -> list[Any]:
    given = {c.signature.side for c in checked}
    return [SIDES[side] for side in signing.sides if side not in given] if signing else []


def _may_witness(scan: Document, held: Held, actor: Actor) -> bool:
    signing = held.shelf.kind(held.document.kind).signing
    return (
        signing is not None and signing.may_witness(actor, held.thing) and scan.added_by_id != actor.user.pk
    )


@page(P.MEMBER)
@require_safe
def document_file(request: HttpRequest, public_id: str) -> HttpResponse:
    """The bytes, for who may read the thing. Withdrawn ones are not given out."""
    held, actor = _get(request, public_id), actor_of(request)
    found = held.document
    if found.withdrawn_at is not None:
        raise Http404
    audit.record(actor, "read_document", held.thing, document=found.public_id, digest=found.digest)
    audit.record_reads(actor, held.shelf.children(found, held.thing), document=found.public_id)
    shown = "show" in request.GET and BY_MEDIA_TYPE[found.media_type].shown_inline
    response = HttpResponse(content_of(found), content_type=_media_type(found))
    response["Content-Disposition"] = content_disposition_header(not shown, found.filename) or "attachment"
    response["X-Content-Type-Options"] = "nosniff"
    response["Cache-Control"] = "private, no-store"
    response["Content-Security-Policy"] = SEALED
    response["Cross-Origin-Resource-Policy"] = "same-origin"
    return response


def _media_type(found: Document) -> str:
    return f"{found.media_type}; charset=utf-8" if found.media_type.startswith("text/") else found.media_type


@page(P.MEMBER)
def document_add(request: HttpRequest, kind: str, public_id: str) -> HttpResponse:
    """Add a document to a thing."""
    actor: Any = actor_of(request)
    thing: Any = thing_seen(kind, public_id, actor)
    kinds = may_add_to(thing, actor) if thing is not None else []
    kinds = [
        k for k in kinds if k.code not in {x.signing.scan_kind for x in shelf_of(thing).kinds if x.signing}
    ]
    if not kinds:
        raise Http404
    shelf = shelf_of(thing)
    form = AddDocumentForm(request.POST or None, request.FILES or None, kinds=kinds)
    return edit(
        request,
        form,
        lambda data: store_upload(thing=thing, by=actor, **data),
        lambda made: (_done(made, _t("The document is added.")), reverse("document", args=[made.public_id])),
        template="core/upload.html",
        heading=_("Add a document"),
        caption=shelf.words(thing),
        verb=_("Add the document"),
        back=shelf.address(thing),
        crumbs=[{"text": str(shelf.words(thing)), "href": shelf.address(thing)}],
    )


def _done(made: Document, said: str) -> str:
    """What was done, and what was taken out of the file."""
    if not made.removed:
        return said
    return said + " " + _t("Taken out: %(what)s.") % {"what": "; ".join(made.removed)}


@page(P.MEMBER)
def document_replace(request: HttpRequest, public_id: str) -> HttpResponse:
    """A new version of a document; the earlier one stays."""
    held, actor = _to_change(request, public_id)
    form = ReplaceDocumentForm(request.POST or None, request.FILES or None)
    return edit(
        request,
        form,
        lambda data: replace_document(document=held.document, by=actor, **data),
        lambda made: (_done(made, _t("The new version stands.")), reverse("document", args=[made.public_id])),
        template="core/upload.html",
        heading=_("Add a new version"),
        caption=held.document.title,
        lede=_("The version that stands now is kept and can still be read."),
        verb=_("Add the new version"),
        back=reverse("document", args=[public_id]),
        crumbs=_crumbs(held),
    )


@page(P.MEMBER)
def document_withdraw(request: HttpRequest, public_id: str) -> HttpResponse:
    held, actor = _to_change(request, public_id)
    return edit(
        request,
        WithdrawDocumentForm(request.POST or None),
        lambda data: withdraw_document(document=held.document, by=actor, **data),
        lambda done: (_t("The document is withdrawn."), held.shelf.address(held.thing)),
        template="core/confirm.html",
        heading=_("Withdraw this document"),
        caption=held.document.title,
        sentence=_("It is no longer shown or downloaded."),
        consequences=[
            _("Its title, who added it, who withdrew it and why stay on the page."),
            _("The bytes are kept for the record and are read by nobody here."),
        ],
        verb=_("Withdraw the document"),
        danger=True,
        back=reverse("document", args=[public_id]),
        crumbs=_crumbs(held),
    )


def _to_change(request: HttpRequest, public_id: str) -> tuple[Held, Any]:
    held, actor = _get(request, public_id), actor_of(request)
    if not any(k.code == held.document.kind for k in may_add_to(held.thing, actor)):
        raise Http404
    if reasons := why_fixed(held.document, actor):
        raise Refused(_t("This document stays as it is"), reasons)
    return held, actor


def _for_signing(request: HttpRequest, public_id: str) -> tuple[Held, Any, Any]:
    held, actor = _get(request, public_id), actor_of(request)
    signing = held.shelf.kind(held.document.kind).signing
    if signing is None:
        raise Http404
    return held, signing, actor


@page(P.MEMBER)
def document_sign(request: HttpRequest, public_id: str) -> HttpResponse:
    """Read what is signed and what follows, then sign: name, password, and the second factor where there is one."""
    held, signing, actor = _for_signing(request, public_id)
    if not signing.may_sign(actor, held.thing):
        raise Http404
    if reasons := why_not_sign(held.document, held.thing, actor, signing):
        raise Refused(_t("You cannot sign this document"), reasons, back=held.shelf.address(held.thing))
    factors = factors_of(actor.user)
    used = passkey_used_at(request)
    form = SignForm(request.POST or None, name=actor.user.name, asks_code="totp" in factors)
    if request.method == "POST" and form.is_valid():
        made = ask(form, lambda: sign(document=held.document, passkey_at=used, by=actor, **form.cleaned_data))
        if made is not None:
            messages.success(request, _t("Signed as %(capacity)s.") % {"capacity": made.capacity})
            return redirect(held.shelf.address(held.thing))
    context = {
        **_row(held),
        "form": form,
        "form_errors": bool(form.errors),
        "capacity": capacity_of(actor),
        "consequences": signing.consequences(held.thing, actor),
        "demo_password": PASSWORD if settings.DEMO and actor.user.is_demo else "",
        "passkey": "webauthn" in factors and "totp" not in factors,
        "passkey_href": f"{reverse('mfa_reauthenticate')}?next={request.path}",
        "back": held.shelf.address(held.thing),
        "crumbs": _crumbs(held),
    }
    return render(request, "core/sign.html", context)


@page(P.MEMBER)
def document_paper(request: HttpRequest, public_id: str) -> HttpResponse:
    """Add the scan of the signed paper."""
    held, signing, actor = _for_signing(request, public_id)
    if not any(k.code == signing.scan_kind for k in may_add_to(held.thing, actor)):
        raise Http404
    own = side_of(actor)
    sides = [(s, str(SIDES[s]).capitalize()) for s in signing.sides if own == "body" or s == own]
    form = SignedPaperForm(
        request.POST or None, request.FILES or None, sides=sides, initial={"side": sides[0][0]}
    )
    return edit(
        request,
        form,
        lambda data: add_signed_paper(document=held.document, by=actor, **data),
        lambda made: (
            _t("The scan is added. A second person witnesses it."),
            reverse("document", args=[public_id]),
        ),
        template="core/upload.html",
        heading=_("Add the signed paper"),
        caption=held.document.title,
        lede=_("Print the document, sign it, scan every page. It counts once somebody else has compared it."),
        verb=_("Add the scan"),
        back=reverse("document", args=[public_id]),
        crumbs=_crumbs(held),
    )


@page(P.MEMBER)
def document_witness(request: HttpRequest, public_id: str, scan_id: str) -> HttpResponse:
    """Confirm as a second person that a scan shows the document, signed."""
    held, signing, actor = _for_signing(request, public_id)
    scan = held.document.scans.filter(public_id=scan_id).first()
    if scan is None or not signing.may_witness(actor, held.thing):
        raise Http404
    if scan.added_by_id == actor.user.pk:
        raise Refused(WITNESS, [Reason("signature.witness_uploaded", {"name": actor.user.name})])
    form = WitnessForm(request.POST or None)
    paper = scan.paper
    return edit(
        request,
        form,
        lambda data: witness_paper(document=held.document, scan=scan, by=actor),
        lambda made: (
            _t("Witnessed. The signature stands under the document."),
            held.shelf.address(held.thing),
        ),
        template="core/witness.html",
        heading=_("Witness a signed paper"),
        caption=held.document.title,
        facts=[
            {"label": _("Signed by"), "value": paper["name"]},
            {"label": _("As"), "value": paper["capacity"]},
            {"label": _("For"), "value": SIDES[paper["side"]]},
            {"label": _("On"), "value": paper["signed_on"]},
            {"label": _("Scan added by"), "value": scan.added_by_label},
        ],
        files=[(_("The document"), held.document), (_("The scan"), scan)],
        verb=_("Witness it"),
        back=reverse("document", args=[public_id]),
        crumbs=_crumbs(held),
    )

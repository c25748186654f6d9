"""Variations signed in tests as people sign them: each side by its own name and password."""

from __future__ import annotations

import io

import pikepdf
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image

from homeward.apps.accounts.actors import Actor
from homeward.apps.accounts.roles import Role
from homeward.apps.agreements.models import Agreement, Variation
from homeward.apps.core.models import Document, Signature
from homeward.apps.core.signatures import sign
from tests.factories.accounts import UserFactory, actor_in


def manager_of(agreement: Agreement) -> Actor:
    """Somebody of the department who may propose and sign."""
    return actor_in(Role.CONTRACT_MANAGER, agreement.body)


def provider_of(agreement: Agreement) -> Actor:
    """Somebody who signs for the provider."""
    return actor_in(Role.PROVIDER_MANAGER, agreement.body, agreement.organisation)


def sign_as(document: Document, by: Actor, **other: str) -> Signature:
    given = {"typed_name": by.user.name, "password": UserFactory.PASSWORD, **other}
    return sign(document=document, by=by, **given)  # type: ignore[arg-type]


def sign_both(variation: Variation) -> Variation:
    """Signed by the provider, then by the department: the terms are in force."""
    assert variation.document is not None
    sign_as(variation.document, provider_of(variation.agreement))
    sign_as(variation.document, manager_of(variation.agreement))
    variation.refresh_from_db()
    return variation


# Files ------------------------------------------------------------------------------------------------


def pdf_bytes(text: str = "") -> bytes:
    """A PDF of one empty page; different texts give different bytes that outlast cleaning."""
    pdf = pikepdf.new()
    page = pdf.add_blank_page(page_size=(200, 200))
    page.obj["/Contents"] = pdf.make_stream(f"% {text}\n0 0 m".encode())
    out = io.BytesIO()
    pdf.save(out)
    return out.getvalue()


def picture_bytes(
    form: str = "PNG", size: tuple[int, int] = (40, 20), colour: str = "navy", **save: object
) -> bytes:
    out = io.BytesIO()
    Image.new("RGB", size, colour).save(out, format=form, **save)
    return out.getvalue()


def upload(
    data: bytes | None = None, name: str = "scan.pdf", declared: str = "application/pdf"
) -> SimpleUploadedFile:
    return SimpleUploadedFile(name, pdf_bytes() if data is None else data, content_type=declared)

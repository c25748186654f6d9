"""Providers and homes."""

from __future__ import annotations

import datetime as dt
from typing import Any

from pydantic import Field

from homeward.api.reading import bounds
from homeward.api.shapes.common import Named, Spanned, Told
from homeward.apps.providers.models import Home, Provider


class ProviderShape(Told):
    """A provider as one body deals with it."""

    id: str = Field(description="Public id.")
    reference: str = Field(description="The body's own number for this provider.")
    name: str
    business_number: str
    contact_name: str
    contact_email: str
    contact_phone: str
    start: dt.date = Field(description="First day.")
    end: dt.date | None = Field(description="First day without it; null while open.")


class RemotenessShape(Spanned):
    """The remoteness class of a home's address between two dates."""

    code: str
    edition: str = Field(description="Edition of the geography the class was read from.")


class HomeShape(Told):
    """Where a child lives: a carer household or a residential home."""

    id: str = Field(description="Public id.")
    reference: str = Field(description="The number by which files name this home.")
    name: str
    kind: str = Field(description="carer_household, residential_home or other.")
    provider: Named | None
    places: int | None = Field(description="Null: not known.")
    urn: str = Field(description="Number of the registration, where there is one.")
    is_verified: bool = Field(description="False while nobody has confirmed what a file told.")
    opened_on: dt.date | None
    closed_on: dt.date | None = Field(description="First day without the home.")
    remoteness: list[RemotenessShape]


def provider_shape(p: Provider) -> ProviderShape:
    return ProviderShape(
        id=p.public_id, reference=p.reference, name=p.organisation.name,
        business_number=p.organisation.business_number, contact_name=p.contact_name,
        contact_email=p.contact_email, contact_phone=p.contact_phone, start=p.start, end=p.end,
    )  # fmt: skip


def home_shape(h: Home) -> HomeShape:
    return HomeShape(
        id=h.public_id, reference=h.reference, name=h.name, kind=h.kind, provider=provider_named(h.provider),
        places=h.places, urn=h.urn, is_verified=h.is_verified, opened_on=h.opened_on, closed_on=h.closed_on,
        remoteness=[
            RemotenessShape(code=r.code, edition=r.edition, **bounds(r.period)) for r in h.remoteness.all()
        ],
    )  # fmt: skip


def provider_named(p: Any) -> Named | None:
    return Named(id=p.public_id, name=p.organisation.name) if p else None

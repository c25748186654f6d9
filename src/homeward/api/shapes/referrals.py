"""Referrals: what is written, and the children as whoever reads may know them. Names never leave by the interface."""

from __future__ import annotations

import datetime as dt
from typing import Any

from pydantic import Field

from homeward.api.shapes.common import Told
from homeward.api.shapes.placements import ChildNamed
from homeward.apps.children.models import Child
from homeward.apps.referrals.content import Sought, content_of
from homeward.apps.referrals.models import Referral, ReferralVersion


class ReferralShape(Told):
    """A need for a home, as its list tells it."""

    id: str = Field(description="Public id.")
    reference: str
    state: str = Field(description="draft, checking, ready, placed or withdrawn.")
    urgency: str = Field(description="A code of urgencies.")
    needed_by: dt.date = Field(description="First night in the new home, at the latest.")
    types: list[str] = Field(description="Codes of placement_types_sought.")
    search: str | None = Field(
        description="Public id of its search; null before it is begun, and where the token reads no searches."
    )


class SoughtChildShape(Told):
    """One of the children, and the letter that stands for the name."""

    letter: str
    child: ChildNamed | None = Field(description="Null where the token may not read the child's record.")
    age: int | None = Field(
        description="Full years on the day a home is needed; null where it is not known or not told."
    )


class ReferralVersionShape(Told):
    """One version as it was sent to the quality check."""

    id: str = Field(description="Public id.")
    number: int
    digest: str = Field(description="SHA-256 of its content.")
    made_at: dt.datetime
    made_by: str
    passed_at: dt.datetime | None = Field(
        description="When the quality check passed it; null while it has not."
    )


class WholeReferralShape(ReferralShape):
    """One referral with what is written now, its children as the token may know them, and what providers read of it."""

    note: str = Field(description="Why it was sent back or withdrawn; empty otherwise.")
    owed_by: dt.date | None = Field(
        description="Begun in an emergency: by when the rest and the quality check are owed."
    )
    children: list[SoughtChildShape]
    written: dict[str, Any] = Field(description="What is written now, under letters.")
    versions: list[ReferralVersionShape] = Field(description="Newest first.")
    version: int | None = Field(description="Number of the version providers read; null while there is none.")
    digest: str = Field(description="SHA-256 of that version; empty while there is none.")
    content: dict[str, Any] = Field(description="That version, under letters; empty while there is none.")


def _referral(r: Referral, *, told_search: bool) -> dict[str, Any]:
    search = getattr(r, "search", None) if told_search else None
    return {
        "id": r.public_id, "reference": r.reference, "state": r.state, "urgency": r.urgency, "needed_by": r.needed_by,
        "types": r.placement_types, "search": search.public_id if search else None,
    }  # fmt: skip


def referral_shape(r: Referral, *, told_search: bool) -> ReferralShape:
    return ReferralShape(**_referral(r, told_search=told_search))


def whole_referral(
    r: Referral, people: list[Sought], version: ReferralVersion | None, *, told_search: bool
) -> WholeReferralShape:
    children = [
        SoughtChildShape(letter=s.part.letter, age=s.age, child=_child(s.part.child) if s.named else None)
        for s in people
    ]
    return WholeReferralShape(
        **_referral(r, told_search=told_search), note=r.note if r.state in ("draft", "withdrawn") else "",
        owed_by=r.owed_by if r.is_owed else None, children=children, written=content_of(r),
        versions=[_version(v) for v in r.versions.select_related("made_by").order_by("-number")],
        version=version.number if version else None, digest=version.digest if version else "",
        content=version.content if version else {},
    )  # fmt: skip


def _child(child: Child) -> ChildNamed:
    return ChildNamed(id=child.public_id, reference=child.reference)


def _version(v: ReferralVersion) -> ReferralVersionShape:
    return ReferralVersionShape(
        id=v.public_id, number=v.number, digest=v.digest, made_at=v.made_at, made_by=v.made_by.name,
        passed_at=v.passed_at,
    )  # fmt: skip

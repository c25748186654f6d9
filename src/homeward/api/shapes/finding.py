"""Finding a home: vacancies, what is sought, who was asked, what is offered, what was decided. Children by letters."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import Any, Literal

from pydantic import Field

from homeward.api.shapes.common import Day, Id, Named, Sent, Told
from homeward.apps.decisions.models import Decision
from homeward.apps.searches.fees import fees_of, total_of
from homeward.apps.searches.models import Invitation, Offer, Search
from homeward.apps.vacancies.queries import Row

Money = Field(description="Decimal text, in the body's currency.", examples=["1408.70"])


class VacancyShape(Told):
    """What whoever keeps a home last said of it, beside what the records count."""

    home: Named
    provider: str = Field(description="Name; empty for a home that no provider runs.")
    places: int | None = Field(
        description="Children who can come, as it was said; null while nobody has said."
    )
    counted: int | None = Field(description="Free places by the records; null where they do not tell.")
    free_from: dt.date | None = Field(description="First night they can come; null for now.")
    age_from: int | None = Field(description="Full years, inclusive.")
    age_to: int | None = Field(description="Full years, inclusive.")
    types: list[str] = Field(description="Codes of placement_types_sought; empty while nobody has said.")
    conditions: str
    blocked_places: int
    blocked_because: str = Field(description="A code of blocked_reasons; empty where nothing is blocked.")
    confirmed_at: dt.datetime | None
    is_stale: bool = Field(description="Never said, or older than the policy's days.")
    is_restricted: bool = Field(description="Nobody new may come today, as far as this token may know.")


class VacancySaid(Sent):
    """What is said of a home now; all of it, as what was said before no longer holds."""

    places: int = Field(ge=0, le=200, description="Children who can come.")
    free_from: Day | None = Field(default=None, description="First night they can come; null for now.")
    age_from: int | None = Field(default=None, ge=0, le=25)
    age_to: int | None = Field(default=None, ge=0, le=25)
    types: list[str] = Field(default=[], max_length=20, description="Codes of placement_types_sought.")
    conditions: str = Field(default="", max_length=400, description="What else must hold. Names no child.")
    blocked_places: int = Field(default=0, ge=0, le=200)
    blocked_because: str = Field(default="", max_length=40, description="A code of blocked_reasons.")
    blocked_note: str = Field(default="", max_length=400, description="Names no child.")
    seen: dt.datetime | None = Field(
        default=None, strict=False,
        description="`confirmed_at` as you read it: refused when somebody was quicker. Left out, the newest is replaced.",
    )  # fmt: skip


class FeeShape(Told):
    """One round of an offer's weekly fee, for all children together."""

    round: int
    total: Decimal = Money
    parts: dict[str, Decimal] = Field(description="By kind; a discount as what is taken off.")


class NeedAnswered(Told):
    position: int = Field(description="Place of the need in the version.")
    met: str = Field(description="full, part or no.")
    words: str


class OfferShape(Told):
    """A home offered: what it gives for each need, from when, for how much."""

    id: str = Field(description="Public id.")
    home: Named
    provider: str
    state: str = Field(
        description="open, withdrawn, unsuitable, shortlisted, accepted, not_chosen or closed."
    )
    free_from: dt.date
    valid_until: dt.datetime
    conditions: str
    needs: list[NeedAnswered]
    fees: list[FeeShape] = Field(description="Every round, the newest first: it is the one that counts.")


class InvitationShape(Told):
    """One provider asked to answer one version of a referral."""

    id: str = Field(description="Public id.")
    referral: str = Field(description="Reference of the referral.")
    body: str = Field(description="The authority that looks for a home.")
    provider: str
    route: str = Field(description="in_house, framework or non_framework.")
    state: str = Field(description="invited, viewed, offered, declined, no_response or closed.")
    sent_at: dt.datetime
    answer_by: dt.datetime
    decline_reason: str = Field(description="A code of decline_reasons; empty otherwise.")


class WholeInvitationShape(InvitationShape):
    """One invitation with the referral as it was sent and the offers made in answer, as far as the token may read them."""

    version: int
    content: dict[str, Any] = Field(
        description="The referral under letters; empty once the search went elsewhere."
    )
    offers: list[OfferShape] = Field(description="To the authority none before answers are closed.")


class NeedAnswer(Sent):
    met: Literal["full", "part", "no"]
    words: str = Field(min_length=1, max_length=300, description="In what way.")


class NewOffer(Sent):
    """A home offered in answer to an invitation. Every need of the version is answered, in its order."""

    home: Id = Field(description="Public id of the home.")
    free_from: Day = Field(description="First night the children can come.")
    valid_until: dt.datetime = Field(
        strict=False, description="Until when the offer holds, with its offset from UTC."
    )
    needs: list[NeedAnswer] = Field(max_length=100)
    fees: dict[Literal["core", "extras", "education", "therapy", "discount"], str] = Field(
        description="Decimal text a week, for all children together; `core` is needed."
    )
    discount_reason: str = Field(default="", max_length=200, description="Why there is a discount.")
    conditions: str = Field(default="", max_length=400)


class Declining(Sent):
    reason: str = Field(min_length=1, max_length=40, description="A code of decline_reasons.")
    words: str = Field(default="", max_length=400)


class SearchShape(Told):
    """The search for one referral, in the lawful order."""

    id: str = Field(description="Public id.")
    referral: str = Field(description="Reference of the referral.")
    state: str = Field(description="in_house, framework, open, shortlist or ended.")
    outcome: str = Field(
        description="How it ended without a home: none_found, lapsed or withdrawn; empty otherwise."
    )
    since: dt.datetime
    answer_by: dt.datetime | None = Field(description="Until when providers may answer.")
    invited: int = Field(description="Providers asked to offer a home.")


class WholeSearchShape(SearchShape):
    """One search with the offers, which are sealed until answers are closed."""

    is_sealed: bool
    offers: list[OfferShape]


class PlacementDecisionShape(Told):
    """One offer put to the head of service, and what became of it."""

    id: str = Field(description="Public id.")
    referral: str = Field(description="Reference of the referral.")
    state: str = Field(
        description="proposed, agreed, refused, withdrawn, accepted, returned, contracted, started, notice or ended."
    )
    home: Named
    provider: str
    start_on: dt.date = Field(description="First night agreed.")
    ends_on: dt.date | None = Field(description="First night no longer intended; null: open.")
    ended_on: dt.date | None


def vacancy_shape(row: Row) -> VacancyShape:
    said, low, high = row.vacancy, *row.ages
    return VacancyShape(
        home=_home(row.home), provider=str(row.home.provider or ""), places=row.said, counted=row.counted.free,
        free_from=row.free_from, age_from=low, age_to=high, types=list(said.types) if said else [],
        conditions=said.conditions if said else "", blocked_places=said.blocked_places if said else 0,
        blocked_because=said.blocked_because if said else "", confirmed_at=said.confirmed_at if said else None,
        is_stale=row.is_stale, is_restricted=row.restricted,
    )  # fmt: skip


def offer_shape(o: Offer) -> OfferShape:
    return OfferShape(
        id=o.public_id, home=_home(o.home), provider=str(o.organisation), state=o.state, free_from=o.free_from,
        valid_until=o.valid_until, conditions=o.conditions,
        needs=[NeedAnswered(position=n.position, met=n.met, words=n.words) for n in o.needs.all()],
        fees=[FeeShape(round=number, total=total_of(parts), parts=parts) for number, parts in fees_of(o)],
    )  # fmt: skip


def _invitation(i: Invitation) -> dict[str, Any]:
    return {
        "id": i.public_id, "referral": i.search.referral.reference, "body": i.body.name, "provider": str(i.organisation),
        "route": i.route, "state": i.state, "sent_at": i.sent_at, "answer_by": i.answer_by,
        "decline_reason": i.decline_reason,
    }  # fmt: skip


def invitation_shape(i: Invitation) -> InvitationShape:
    return InvitationShape(**_invitation(i))


def whole_invitation(i: Invitation, offers: list[Offer], *, over: bool) -> WholeInvitationShape:
    return WholeInvitationShape(
        **_invitation(i), version=i.version.number, content={} if over else i.version.content,
        offers=[offer_shape(o) for o in offers],
    )  # fmt: skip


def _search(s: Search) -> dict[str, Any]:
    return {
        "id": s.public_id, "referral": s.referral.reference, "state": s.state, "outcome": s.outcome, "since": s.since,
        "answer_by": s.answer_by, "invited": s.asked,  # type: ignore[attr-defined]  # counted by the query
    }  # fmt: skip


def search_shape(s: Search) -> SearchShape:
    return SearchShape(**_search(s))


def whole_search(s: Search, offers: list[Offer], *, sealed: bool) -> WholeSearchShape:
    return WholeSearchShape(**_search(s), is_sealed=sealed, offers=[offer_shape(o) for o in offers])


def decision_shape(d: Decision) -> PlacementDecisionShape:
    return PlacementDecisionShape(
        id=d.public_id, referral=d.search.referral.reference, state=d.state, home=_home(d.offer.home),
        provider=str(d.organisation), start_on=d.start_on, ends_on=d.ends_on, ended_on=d.ended_on,
    )  # fmt: skip


def _home(home: Any) -> Named:
    return Named(id=home.public_id, name=home.name)

"""Homes of a whole file at once, by the rules of `services.add_home`, written set by set."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from homeward.apps.accounts.actors import Actor
from homeward.apps.accounts.permissions import Permission as P
from homeward.apps.accounts.permissions import Relation
from homeward.apps.core import audit
from homeward.apps.core.bulk import insert_many
from homeward.apps.core.folding import fold
from homeward.apps.core.periods import to_db
from homeward.apps.core.writing import permit, writing
from homeward.apps.providers.models import Home, HomeRemoteness, Provider
from homeward.kernel.ranges import DateRange


@dataclass(frozen=True)
class NewHome:
    """A home as a file tells it; checked before, against the records it comes into."""

    reference: str
    name: str
    kind: str
    source: str
    provider: Provider | None = None
    places: int | None = None
    urn: str = ""
    postcode_digest: str = ""
    is_verified: bool = True
    opened_on: dt.date | None = None
    remoteness: str = ""
    edition: str = ""


def load_homes(*, homes: Sequence[NewHome], source: str, by: Actor) -> list[Home]:
    """Record homes, in the order given. All of them or none; each with its own event and history."""
    what = "These homes cannot be added"
    permit(by.relation(P.HOME_WRITE) is Relation.BODY, what)
    with writing(by, "add_home", what, source):
        made = insert_many(_home(new, by) for new in homes)
        rows = [
            HomeRemoteness(
                body=by.body,
                organisation_id=home.organisation_id,
                home=home,
                code=new.remoteness,
                edition=new.edition.strip(),
                period=to_db(DateRange(_since(new, by))),
                source=new.source[:200],
            )
            for new, home in zip(homes, made, strict=True)
            if new.remoteness
        ]
        insert_many(rows)
        audit.record_many(by, "add_home", made, source=source)
    return made


def _home(new: NewHome, by: Actor) -> Home:
    reference, name, urn = new.reference.strip(), " ".join(new.name.split()), new.urn.strip()
    return Home(
        body=by.body,
        organisation_id=new.provider.organisation_id if new.provider else None,
        provider=new.provider,
        reference=reference,
        name=name,
        kind=new.kind,
        places=new.places,
        urn=urn,
        postcode_digest=new.postcode_digest,
        is_verified=new.is_verified,
        opened_on=new.opened_on,
        search_key=fold(name, reference, urn),
    )


def _since(new: NewHome, by: Actor) -> dt.date:
    return new.opened_on or (new.provider.start if new.provider else by.today)

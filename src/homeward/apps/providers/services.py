"""The only writers of providers and homes."""

from __future__ import annotations

import datetime as dt
from typing import Any

from homeward.apps.accounts.actors import Actor
from homeward.apps.accounts.models import Organisation
from homeward.apps.accounts.permissions import Permission as P
from homeward.apps.accounts.permissions import Relation
from homeward.apps.accounts.scopes import may
from homeward.apps.core import audit
from homeward.apps.core.dated import give_way, room_from
from homeward.apps.core.events import publish
from homeward.apps.core.periods import to_db
from homeward.apps.core.refusals import refuse_if
from homeward.apps.core.writing import hold, permit, writing
from homeward.apps.providers import checks
from homeward.apps.providers.events import RemotenessChanging
from homeward.apps.providers.models import Home, HomeRemoteness, Provider
from homeward.kernel.ranges import DateRange

PROVIDER_FIELDS = frozenset(checks.PROVIDER_LABELS)
HOME_FIELDS = frozenset({*checks.HOME_LABELS, "is_verified", "provider"})


def register_provider(
    *, name: str, reference: str, start: dt.date, contact_name: str = "", contact_email: str = "",
    contact_phone: str = "", business_number: str = "", registration: str = "", is_in_house: bool = False,
    by: Actor,
) -> Provider:  # fmt: skip
    """Begin to deal with a provider. Its organisation is found by business number or folded name, else made."""
    what = "This provider cannot be added"
    permit(by.relation(P.PROVIDER_WRITE) is Relation.BODY, what)
    name, business_number = " ".join(name.split()), business_number.strip()
    values = {
        "reference": reference.strip(), "start": start, "contact_name": contact_name,
        "contact_email": contact_email, "contact_phone": contact_phone,
    }  # fmt: skip
    refuse_if(
        what, checks.check_provider(body=by.body, name=name, business_number=business_number, values=values)
    )
    with writing(by, "register_provider", what):
        organisation = checks.find_organisation(name, business_number)
        if organisation is None:
            organisation = Organisation.objects.create(name=name, business_number=business_number)
        provider = Provider.objects.create(
            body=by.body,
            organisation=organisation,
            is_in_house=is_in_house,
            registration=registration.strip(),
            **values,
        )
        audit.record(by, "register_provider", provider)
    return provider


def change_provider(*, provider: Provider, by: Actor, **changes: Any) -> Provider:
    """Change number, contact, first day, or (when no other body deals with it) name and business number."""
    what = "This provider cannot be changed"
    permit(may(by, P.PROVIDER_WRITE, provider), what)
    _known(changes, PROVIDER_FIELDS | {"name", "business_number", "registration", "is_in_house"})
    organisation = provider.organisation
    name = " ".join(changes.pop("name", organisation.name).split())
    number = changes.pop("business_number", organisation.business_number).strip()
    values = {f: changes.get(f, getattr(provider, f)) for f in PROVIDER_FIELDS}
    refuse_if(
        what,
        [
            *checks.check_provider(
                body=provider.body, name=name, business_number=number, provider=provider, values=values
            ),
            *checks.check_shared_name(provider, name, number),
        ],
    )
    with writing(by, "change_provider", what):
        if (name, number) != (organisation.name, organisation.business_number):
            organisation.name, organisation.business_number = name, number
            organisation.save()
        changed = _assign(provider, changes)
        audit.record(by, "change_provider", provider, fields=changed)
    return provider


def end_provider(*, provider: Provider, on: dt.date, by: Actor) -> Provider:
    """Stop dealing with a provider; `on` is the first day without it. Refused while agreements or homes run on."""
    what = "This provider cannot be ended"
    permit(may(by, P.PROVIDER_WRITE, provider), what)
    refuse_if(what, checks.check_provider_end(provider, on))
    with writing(by, "end_provider", what):
        _assign(provider, {"end": on})
        audit.record(by, "end_provider", provider, on=on.isoformat())
    return provider


def add_home(
    *, provider: Provider | None, reference: str, name: str, kind: str, places: int | None = None, urn: str = "",
    postcode_digest: str = "", is_verified: bool = True, opened_on: dt.date | None = None,
    remoteness: str | None = None, edition: str = "", source: str = "", by: Actor,
) -> Home:  # fmt: skip
    """Record a home. Its remoteness class, if given, holds from its first day (else the provider's, else today)."""
    what = "This home cannot be added"
    # A home that no provider is known for comes from a return; only the body itself may record one.
    permit(may(by, P.HOME_WRITE, provider) if provider else by.relation(P.HOME_WRITE) is Relation.BODY, what)
    values = {
        "reference": reference.strip(), "name": " ".join(name.split()), "kind": kind, "places": places,
        "urn": urn.strip(), "opened_on": opened_on,
    }  # fmt: skip
    since = opened_on or (provider.start if provider else by.today)
    reasons = checks.check_home(body=by.body, values=values, provider=provider)
    if remoteness:
        reasons += checks.check_remoteness(body=by.body, code=remoteness, edition=edition, start=since)
    refuse_if(what, reasons)
    organisation = provider.organisation if provider else None
    with writing(by, "add_home", what):
        home = Home.objects.create(
            body=by.body, organisation=organisation, provider=provider, postcode_digest=postcode_digest,
            is_verified=is_verified, **values,
        )  # fmt: skip
        if remoteness:
            _store_remoteness(home, remoteness, edition, DateRange(since), source)
        audit.record(by, "add_home", home, source=source)
    return home


def change_home(*, home: Home, by: Actor, **changes: Any) -> Home:
    """Change what is recorded of a home. A provider may be named where none was known."""
    what = "This home cannot be changed"
    permit(may(by, P.HOME_WRITE, home), what)
    _known(changes, HOME_FIELDS)
    provider = changes.get("provider")
    values = {f: changes.get(f, getattr(home, f)) for f in checks.HOME_LABELS}
    reasons = checks.check_home(body=home.body, values=values, home=home, provider=provider)
    if provider is not None and provider != home.provider:
        permit(may(by, P.PROVIDER_READ, provider), what)
        reasons += checks.check_home_provider(home)
        changes["organisation"] = provider.organisation
    refuse_if(what, reasons)
    with writing(by, "change_home", what):
        changed = _assign(home, changes)
        if "organisation" in changes:
            home.remoteness.update(organisation=home.organisation)
        audit.record(
            by, "confirm_home" if changed == ["is_verified"] else "change_home", home, fields=changed
        )
    return home


def set_remoteness(
    *, home: Home, code: str, edition: str, start: dt.date, source: str, by: Actor
) -> HomeRemoteness:
    """Give a home its remoteness class from a day on. What stood on that day ends; what begins later stays."""
    what = "This remoteness class cannot be recorded"
    permit(may(by, P.HOME_WRITE, home), what)
    refuse_if(
        what, checks.check_remoteness(body=home.body, code=code, edition=edition, start=start, home=home)
    )
    with writing(by, "set_remoteness", what):
        rows = list(home.remoteness.select_for_update())
        room = room_from(rows, start)
        publish(RemotenessChanging(home, room, by))
        give_way(rows, start)
        stored = _store_remoteness(home, code, edition, room, source)
        audit.record(by, "set_remoteness", home, code=code, edition=edition, start=start.isoformat())
    return stored


def close_home(*, home: Home, on: dt.date, by: Actor) -> Home:
    """Close a home; `on` is the first day without it. Refused while a placement runs past that day."""
    what = "This home cannot be closed"
    permit(may(by, P.HOME_WRITE, home), what)
    refuse_if(what, checks.check_home_close(home, on))
    with writing(by, "close_home", what):
        _assign(home, {"closed_on": on})
        audit.record(by, "close_home", home, on=on.isoformat())
    return home


def _store_remoteness(home: Home, code: str, edition: str, period: DateRange, source: str) -> HomeRemoteness:
    return HomeRemoteness.objects.create(
        body=home.body, organisation=home.organisation, home=home, code=code, edition=edition.strip(),
        period=to_db(period), source=source,
    )  # fmt: skip


def _known(changes: dict[str, Any], fields: frozenset[str]) -> None:
    if strange := sorted(set(changes) - fields):
        raise TypeError(f"cannot change {', '.join(strange)}")


def _assign(thing: Any, changes: dict[str, Any]) -> list[str]:
    """Set what differs from what is recorded now, save, and say which fields those were."""
    hold(thing)
    changed = sorted(name for name, value in changes.items() if getattr(thing, name) != value)
    for name in changed:
        setattr(thing, name, changes[name])
    if changed:
        thing.save()
    return changed

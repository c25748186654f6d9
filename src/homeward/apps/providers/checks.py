"""What must hold before a provider or a home is recorded. Pure questions over the records; nothing is written."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import Any

from homeward.apps.accounts.models import CommissioningBody, Organisation
from homeward.apps.core.checks import check_fields, missing, reversed_dates, taken, unknown_code
from homeward.apps.core.folding import fold
from homeward.apps.core.periods import say_day
from homeward.apps.core.vocabulary import choices_of, is_code
from homeward.apps.providers.models import Home, Provider
from homeward.kernel.reasons import Reason

PROVIDER_LABELS = {
    "reference": "Provider number",
    "start": "First day",
    "contact_name": "Contact name",
    "contact_email": "Contact e-mail",
    "contact_phone": "Contact telephone",
}
HOME_LABELS = {
    "reference": "Home number",
    "name": "Name",
    "kind": "Kind of home",
    "places": "Places",
    "urn": "Registration number",
    "opened_on": "First day open",
}


def find_organisation(name: str, business_number: str = "") -> Organisation | None:
    """The organisation of this business number, else of this name however it is accented or capitalised."""
    if business_number:
        found = Organisation.objects.filter(business_number=business_number).first()
        if found:
            return found
    folded = fold(name)
    candidates = Organisation.objects.filter(search_key__startswith=folded)
    return next((o for o in candidates if fold(o.name) == folded), None)


def check_provider(
    *,
    body: CommissioningBody,
    name: str,
    business_number: str = "",
    provider: Provider | None = None,
    values: Mapping[str, Any],
) -> list[Reason]:
    """Reasons against recording a provider. `provider` is the one being changed, if any."""
    reasons = [] if name.strip() else [missing("name", "Name")]
    if len(name) > 200:
        reasons.append(
            Reason(
                "record.wrong",
                {
                    "field": "name",
                    "label": "Name",
                    "value": name[:80],
                    "message": "Use at most 200 characters.",
                },
            )
        )
    reasons += check_fields(Provider, values, PROVIDER_LABELS)
    others = Provider.objects.filter(body=body).exclude(pk=provider.pk if provider else None)
    if values.get("reference") and others.filter(reference=values["reference"]).exists():
        reasons.append(taken("reference", PROVIDER_LABELS["reference"], values["reference"]))
    if not name.strip() or (provider and fold(name) == fold(provider.organisation.name)):
        return reasons
    known = find_organisation(name, business_number)
    if known and others.filter(organisation=known).exists():
        reasons.append(taken("name", "Name", known.name))
    elif known and business_number and known.business_number not in ("", business_number):
        reasons.append(
            Reason(
                "provider.other_number",
                {"field": "business_number", "name": known.name, "given": business_number},
            )
        )
    return reasons


def check_shared_name(provider: Provider, name: str, business_number: str) -> list[Reason]:
    """An organisation's name belongs to every body that deals with it, so one of several cannot change it."""
    organisation = provider.organisation
    if (name, business_number) == (organisation.name, organisation.business_number):
        return []
    if Provider.objects.filter(organisation=organisation).exclude(pk=provider.pk).exists():
        return [Reason("provider.shared_name", {"field": "name", "name": organisation.name})]
    return []


def check_provider_end(provider: Provider, on: dt.date) -> list[Reason]:
    """Reasons against ending the dealings with a provider on a day: what still runs past it."""
    reasons = [r for r in [reversed_dates("on", provider.start, on)] if r]
    if provider.end:
        reasons.append(
            Reason("provider.ended", {"field": "on", "name": str(provider), "day": say_day(provider.end)})
        )
    # `agreements` is the reverse of a key in an app above: a name, not an import.
    running = provider.agreements.filter(period__endswith__gt=on) | provider.agreements.filter(
        period__upper_inf=True
    )
    if names := sorted(running.values_list("reference", flat=True)):
        reasons.append(
            Reason(
                "provider.agreements_run_on",
                {"field": "on", "references": ", ".join(names), "day": say_day(on)},
            )
        )
    open_homes = provider.homes.filter(closed_on=None) | provider.homes.filter(closed_on__gt=on)
    if count := open_homes.count():
        reasons.append(Reason("provider.homes_open", {"field": "on", "count": count, "day": say_day(on)}))
    return reasons


def check_home(
    *,
    body: CommissioningBody,
    values: Mapping[str, Any],
    home: Home | None = None,
    provider: Provider | None = None,
) -> list[Reason]:
    """Reasons against recording a home with these values."""
    reasons = check_fields(Home, values, HOME_LABELS)
    reference = values.get("reference")
    if (
        reference
        and Home.objects.filter(body=body, reference=reference).exclude(pk=home.pk if home else None).exists()
    ):
        reasons.append(taken("reference", HOME_LABELS["reference"], reference))
    opened, closed = values.get("opened_on"), home.closed_on if home else None
    if opened and closed and (wrong := reversed_dates("opened_on", opened, closed, "Its last day")):
        reasons.append(wrong)
    if provider and provider.end and (opened is None or opened >= provider.end) and home is None:
        reasons.append(
            Reason(
                "provider.ended", {"field": "provider", "name": str(provider), "day": say_day(provider.end)}
            )
        )
    return reasons


def check_remoteness(
    *, body: CommissioningBody, code: str, edition: str, start: dt.date | None, home: Home | None = None
) -> list[Reason]:
    """Reasons against a remoteness class from a day on."""
    reasons = []
    if not code:
        reasons.append(missing("code", "Remoteness class"))
    elif start and not is_code(body, "remoteness_classes", code, start):
        known = [c for c, _ in choices_of(body, "remoteness_classes", start)]
        reasons.append(unknown_code("code", "Remoteness class", code, known, start))
    if not edition.strip():
        reasons.append(missing("edition", "Edition"))
    if start is None:
        reasons.append(missing("start", "First day"))
    elif home and home.closed_on and start >= home.closed_on:
        reasons.append(
            Reason("home.closed", {"field": "start", "name": home.name, "day": say_day(home.closed_on)})
        )
    return reasons


def check_home_close(home: Home, on: dt.date) -> list[Reason]:
    """Reasons against closing a home on a day."""
    reasons = []
    if home.opened_on and (wrong := reversed_dates("on", home.opened_on, on)):
        reasons.append(wrong)
    if home.closed_on:
        reasons.append(
            Reason("home.closed", {"field": "on", "name": home.name, "day": say_day(home.closed_on)})
        )
    # `placements` and `lines` are reverses of keys in apps above.
    running = home.placements.filter(period__endswith__gt=on) | home.placements.filter(period__upper_inf=True)
    if count := running.count():
        reasons.append(Reason("home.placements_run_on", {"field": "on", "count": count, "day": say_day(on)}))
    return reasons


def check_home_provider(home: Home) -> list[Reason]:
    """A home keeps its provider: its placements were paid to that one. It may be named where none was known."""
    if home.provider is None:
        return []
    return [
        Reason(
            "home.other_provider", {"field": "provider", "name": home.name, "provider": str(home.provider)}
        )
    ]

"""Writers of profiles: drafted and proposed by one person, published or declined by another."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import Any

from django.db.models import Max
from django.urls import reverse
from django.utils import timezone

from homeward.apps.accounts.actors import Actor
from homeward.apps.accounts.permissions import Permission as P
from homeward.apps.accounts.queries.whom import people_in, roles_with
from homeward.apps.accounts.roles import HeldAt
from homeward.apps.accounts.scopes import may
from homeward.apps.core import audit, notices
from homeward.apps.core.notices import saying
from homeward.apps.core.refusals import refuse_if
from homeward.apps.core.writing import hold, permit, service
from homeward.apps.exchange import profiles
from homeward.apps.exchange.machine import PROFILE
from homeward.apps.exchange.models import ExchangeProfile
from homeward.apps.exchange.profiles import Field, Group
from homeward.kernel.reasons import Reason

State = ExchangeProfile.State
DRAFT, CHANGE = "A profile cannot be drafted", "This profile cannot be changed"


@service("draft_exchange_profile", DRAFT)
def draft_profile(*, by: Actor) -> ExchangeProfile:
    """Begin the next version: a copy of the newest published one, or of the pack's. One is open at a time."""
    permit(by.holds(P.EXCHANGE_DRAFT) and profiles.exchanges(by.body), DRAFT)
    open_ = ExchangeProfile.objects.filter(body=by.body, state__in=(State.DRAFT, State.PROPOSED)).first()
    if open_ is not None:
        told = {"who": open_.drafted_by.name, "number": open_.number}
        refuse_if(DRAFT, [Reason("exchange.one_open", told)])
    newest = next(iter(profiles.published(by.body)), None)
    groups = profiles.groups_of(newest) if newest else profiles.first_groups(by.body)
    highest = ExchangeProfile.objects.filter(body=by.body).aggregate(n=Max("number"))["n"] or 0
    row = ExchangeProfile.objects.create(
        body=by.body, number=highest + 1, content=profiles.to_json(groups), drafted_by=by.user
    )
    audit.record(by, "draft_exchange_profile", row, number=row.number)
    return row


@service("change_exchange_profile", CHANGE)
def describe_profile(
    *, profile: ExchangeProfile, applies_from: dt.date | None, why: str, by: Actor
) -> ExchangeProfile:
    """Say from which month a draft is to hold, and why it differs. `applies_from` is any day of that month."""
    _take_draft(profile, by)
    profile.applies_from, profile.reason = applies_from.replace(day=1) if applies_from else None, why.strip()
    profile.save(update_fields=["applies_from", "reason"])
    audit.record(by, "change_exchange_profile", profile)
    return profile


@service("change_exchange_profile", CHANGE)
def put_field(
    *, profile: ExchangeProfile, group: str, field: Field, column: str = "", by: Actor
) -> ExchangeProfile:
    """Change the field called `column` of a draft, or add one where no name is given. Refused with every fault."""
    _take_draft(profile, by)
    groups = profiles.groups_of(profile)
    found = _group(groups, group)
    permit(not column or found.named(column) is not None, CHANGE)
    refuse_if(CHANGE, profiles.faults_of_field(profile.body, found, field, column))
    return _keep(profile, profiles.with_field(groups, group, field, column), by, f"{group}.{field.column}")


@service("change_exchange_profile", CHANGE)
def remove_field(*, profile: ExchangeProfile, group: str, column: str, by: Actor) -> ExchangeProfile:
    """Take a field out of a draft. To stop asking for a while, switch it off instead."""
    _take_draft(profile, by)
    groups = profiles.groups_of(profile)
    permit(_group(groups, group).named(column) is not None, CHANGE)
    return _keep(profile, profiles.without_field(groups, group, column), by, f"{group}.{column}")


def _group(groups: Sequence[Group], code: str) -> Group:
    found = next((g for g in groups if g.code == code), None)
    permit(found is not None, CHANGE)
    assert found is not None
    return found


def _take_draft(profile: ExchangeProfile, by: Actor) -> None:
    permit(may(by, P.EXCHANGE_DRAFT, profile), CHANGE)
    hold(profile)
    if profile.state != State.DRAFT:
        refuse_if(CHANGE, [Reason("exchange.no_draft", {"number": profile.number})])


def _keep(profile: ExchangeProfile, groups: Sequence[Group], by: Actor, field: str) -> ExchangeProfile:
    profile.content = profiles.to_json(groups)
    profile.save(update_fields=["content"])
    audit.record(by, "change_exchange_profile", profile, field=field)
    return profile


@service("propose_exchange_profile", "The profile cannot be proposed")
def propose_profile(*, profile: ExchangeProfile, by: Actor) -> ExchangeProfile:
    """Send a draft to a second person; everybody who may publish it is told."""
    permit(may(by, P.EXCHANGE_DRAFT, profile), "The profile was not found")
    hold(profile)
    PROFILE.make("propose", profile, by)
    audit.record(by, "propose_exchange_profile", profile)
    _tell_publishers(profile, by)
    return profile


@service("publish_exchange_profile", "The profile cannot be published")
def publish_profile(*, profile: ExchangeProfile, by: Actor) -> ExchangeProfile:
    """Put a proposed profile in force from its month on. Another person than the one who drafted it; never changed after."""
    permit(may(by, P.EXCHANGE_PUBLISH, profile), "The profile was not found")
    hold(profile)
    PROFILE.make("publish", profile, by, decided_at=timezone.now(), decided_by=by.user)
    audit.record(by, "publish_exchange_profile", profile, number=profile.number)
    _tell(
        [profile.drafted_by],
        saying("Published: data exchange profile, version %(number)s", number=profile.number),
        profile,
        by,
    )
    return profile


@service("decline_exchange_profile", "The profile cannot be declined")
def decline_profile(*, profile: ExchangeProfile, reason: str, by: Actor) -> ExchangeProfile:
    """Send a proposal back with a reason. It stays on record, and nothing changes."""
    permit(may(by, P.EXCHANGE_PUBLISH, profile), "The profile was not found")
    hold(profile)
    PROFILE.make(
        "decline",
        profile,
        by,
        reason=reason,
        decided_at=timezone.now(),
        decided_by=by.user,
        decision_reason=reason.strip(),
    )
    audit.record(by, "decline_exchange_profile", profile, reason=reason.strip())
    _tell(
        [profile.drafted_by],
        saying("Declined: data exchange profile, version %(number)s", number=profile.number),
        profile,
        by,
        reason,
    )
    return profile


@service("take_back_exchange_profile", "The profile cannot be taken back")
def take_back_profile(*, profile: ExchangeProfile, by: Actor) -> ExchangeProfile:
    """Take back a draft or a proposal. It stays on record."""
    permit(may(by, P.EXCHANGE_DRAFT, profile), "The profile was not found")
    hold(profile)
    PROFILE.make("take_back", profile, by, decided_at=timezone.now(), decided_by=by.user)
    audit.record(by, "take_back_exchange_profile", profile)
    return profile


def _tell_publishers(profile: ExchangeProfile, by: Actor) -> None:
    roles = roles_with(P.EXCHANGE_PUBLISH, HeldAt.BODY)
    people = [p for p in people_in(roles, body=profile.body, organisation_id=None) if p.pk != by.user.pk]
    _tell(
        people,
        saying(
            "A data exchange profile waits for a second person: version %(number)s", number=profile.number
        ),
        profile,
        by,
    )


def _tell(people: Sequence[Any], title: str, profile: ExchangeProfile, by: Actor, text: str = "") -> None:
    notices.tell(
        [p for p in people if p.pk != by.user.pk], body=profile.body, title=title, text=text,
        url=reverse("exchange_profile", args=[profile.public_id]),
    )  # fmt: skip

"""The profile: begun from the pack, drafted by one person, published by another, never changed after."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest
from django.db import DatabaseError, transaction

from homeward.apps.core.duties import duties_of
from homeward.apps.exchange import profiles, services
from homeward.apps.exchange.models import ExchangeProfile
from homeward.apps.exchange.profiles import Field
from tests.apps.exchange.month import Month, codes
from tests.refusing import refused_by

pytestmark = pytest.mark.django_db
DAY = dt.timedelta(days=1)


@pytest.fixture(scope="module")
def copies(made_once: Callable[[Callable[[], Any]], Any]) -> Callable[[], Month]:
    made: Callable[[], Month] = made_once(Month)
    return made


@pytest.fixture
def month(copies: Callable[[], Month]) -> Month:
    return copies()


def drafted(month: Month) -> ExchangeProfile:
    found = services.draft_profile(by=month.lead)
    return services.describe_profile(
        profile=found, applies_from=month.start, why="Agreed with partners", by=month.lead
    )


def published(month: Month, profile: ExchangeProfile) -> ExchangeProfile:
    services.propose_profile(profile=profile, by=month.lead)
    return services.publish_profile(profile=profile, by=month.manager)


def test_the_pack_begins_it_with_every_field_marked(month: Month) -> None:
    groups = profiles.first_groups(month.body)
    assert len(groups) == 13 and all(f.is_placeholder for g in groups for f in g.fields)
    assert profiles.faults_of(month.body, groups) == []
    off = [f"{g.code}.{f.column}" for g in groups for f in g.fields if not f.is_on]
    assert off == ["child.iwi_hapu"]


def test_a_second_person_publishes_and_nobody_changes_it_after(month: Month) -> None:
    profile = drafted(month)
    assert not ExchangeProfile.objects.visible_to(month.partner).exists()
    services.propose_profile(profile=profile, by=month.lead)
    assert [d.kind for d in duties_of(month.manager) if d.kind == "exchange.profile"]
    assert refused_by(services.publish_profile, profile=profile, by=month.lead) == {"record.not_permitted"}
    services.publish_profile(profile=profile, by=month.manager)
    assert ExchangeProfile.objects.visible_to(month.partner).exists()
    made = Field("more", "More", "text")
    assert refused_by(services.put_field, profile=profile, group="child", field=made, by=month.lead) == {
        "exchange.no_draft"
    }
    with pytest.raises(DatabaseError), transaction.atomic():
        ExchangeProfile.objects.filter(pk=profile.pk).update(content=[])
    with pytest.raises(DatabaseError), transaction.atomic():
        ExchangeProfile.objects.filter(pk=profile.pk).delete()


def test_whoever_drafted_it_never_publishes_it_in_whatever_role(month: Month) -> None:
    profile = services.draft_profile(by=month.steward)
    services.describe_profile(profile=profile, applies_from=month.start, why="", by=month.steward)
    services.propose_profile(profile=profile, by=month.steward)
    assert refused_by(services.publish_profile, profile=profile, by=month.steward) == {"exchange.own_profile"}
    assert refused_by(services.decline_profile, profile=profile, reason="", by=month.manager) == {
        "exchange.reason_missing"
    }
    services.decline_profile(profile=profile, reason="Too much", by=month.manager)
    assert profiles.in_force(month.body, month.start) is None


def test_whoever_changed_it_does_not_publish_it_either(month: Month) -> None:
    profile = drafted(month)
    services.describe_profile(profile=profile, applies_from=month.start, why="", by=month.steward)
    services.propose_profile(profile=profile, by=month.lead)
    assert refused_by(services.publish_profile, profile=profile, by=month.steward) == {"exchange.own_profile"}


def test_one_version_is_worked_on_at_a_time(month: Month) -> None:
    first = services.draft_profile(by=month.lead)
    assert refused_by(services.draft_profile, by=month.steward) == {"exchange.one_open"}
    services.take_back_profile(profile=first, by=month.lead)
    assert services.draft_profile(by=month.steward).number == 2


def test_what_is_switched_off_is_not_asked_and_returns_keep_their_version(month: Month) -> None:
    before = services.submit_return(
        data_return=services.try_return(month=month.start, files=month.as_json(), by=month.partner),
        by=month.partner,
    )
    waiting = services.try_return(month=month.start, files=month.as_json(), by=month.partner)
    profile = drafted(month)
    child = next(g for g in profiles.groups_of(profile) if g.code == "child")
    for column in ("gender", "birth_month"):
        field = child.named(column)
        assert field is not None
        services.put_field(
            profile=profile, group="child", field=replace(field, is_on=False), column=column, by=month.lead
        )
    published(month, profile)
    assert set(month.rows()["child"][0]) == {
        "child_key",
        "agency_number",
        "ethnicity",
        "disability",
        "custody_holder",
    }
    assert refused_by(services.submit_return, data_return=waiting, reason="Again", by=month.partner) == {
        "exchange.profile_changed"
    }
    before.refresh_from_db()
    assert before.profile is None and "birth_month" in before.document
    now = services.try_return(month=month.start, files=month.as_csv(), by=month.partner)
    assert now.profile == profile and now.counts["errors"] == 0 and "birth_month" not in now.document


def test_an_added_field_is_read_by_its_kind(month: Month) -> None:
    profile = drafted(month)
    for field in (
        Field("lessons", "Lessons in te reo Māori", "whole", required=True),
        Field("fare", "Fares", "number"),
        Field("seen_as", "Status", "codes", vocabulary="exchange_night_statuses"),
    ):
        services.put_field(profile=profile, group="workforce", field=field, by=month.lead)
    published(month, profile)
    good = month.rows() | {
        "workforce": [
            {
                "fte": "2.5",
                "vacancies": None,
                "supervision": 3,
                "training": 0,
                "lessons": 4,
                "fare": "10.00",
                "seen_as": ["missing", "hospital"],
            }
        ]
    }
    row = services.try_return(month=month.start, files=month.as_csv(good), by=month.partner)
    assert row.counts["errors"] == 0
    assert '"fare": "10.00"' in row.document and '"lessons": 4' in row.document
    bad = month.rows() | {
        "workforce": [
            {
                "fte": "many",
                "vacancies": None,
                "supervision": None,
                "training": None,
                "lessons": None,
                "fare": None,
                "seen_as": ["asleep"],
            }
        ]
    }
    row = services.try_return(month=month.start, files=month.as_json(bad), by=month.partner)
    assert {"number_form", "cell_empty", "unknown_code"} <= codes(row)


@pytest.mark.parametrize(
    ("field", "code"),
    [
        (Field("Plan date", "x", "text"), "column_form"),
        (Field("gender", "x", "text"), "column_twice"),
        (Field("new", " ", "text"), "label_missing"),
        (Field("new", "x", "code", vocabulary="nothing"), "vocabulary_unknown"),
        (Field("new", "x", "text", vocabulary="exchange_groups"), "vocabulary_unneeded"),
        (Field("new", "x", "text", source="night.date"), "source_elsewhere"),
        (Field("new", "x", "text", key=True), "key_optional"),
        (Field("new", "x", "text", within=True), "within_no_date"),
    ],
)
def test_a_field_that_cannot_stand_is_refused_by_name(month: Month, field: Field, code: str) -> None:
    profile = drafted(month)
    assert refused_by(services.put_field, profile=profile, group="child", field=field, by=month.lead) == {
        f"exchange.{code}"
    }

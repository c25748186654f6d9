"""Meetings, who was there, what was decided and taken on."""

from __future__ import annotations

import datetime as dt

import factory

from homeward.apps.meetings.models import Action, Attendee, Decision, Meeting, ShortfallReason, Side
from tests.factories.accounts import UserFactory


class ShortfallReasonFactory(factory.django.DjangoModelFactory):
    """A reason the provider gave for a line's quarter. Give `statement=`."""

    class Meta:
        model = ShortfallReason

    body = factory.LazyAttribute(lambda o: o.statement.body)
    organisation = factory.LazyAttribute(lambda o: o.statement.organisation)
    side = Side.PROVIDER
    code = "no_referrals"
    given_by = factory.SubFactory(UserFactory)


class MeetingFactory(factory.django.DjangoModelFactory):
    """A planned meeting about a statement's quarter. Give `statement=`."""

    class Meta:
        model = Meeting
        exclude = ["statement"]

    statement = None
    body = factory.LazyAttribute(lambda o: o.statement.body)
    organisation = factory.LazyAttribute(lambda o: o.statement.organisation)
    label = factory.LazyAttribute(lambda o: o.statement.label)
    period = factory.LazyAttribute(lambda o: o.statement.period)
    held_on = dt.date(2026, 11, 10)
    planned_by = factory.SubFactory(UserFactory)


class _OfMeeting(factory.django.DjangoModelFactory):
    class Meta:
        abstract = True

    body = factory.LazyAttribute(lambda o: o.meeting.body)
    organisation = factory.LazyAttribute(lambda o: o.meeting.organisation)


class AttendeeFactory(_OfMeeting):
    """Somebody of the department. Give `meeting=`."""

    class Meta:
        model = Attendee

    name = factory.Sequence(lambda n: f"Attendee {n}")
    side = Side.BODY


class DecisionFactory(_OfMeeting):
    class Meta:
        model = Decision

    text = "Both sides look at the referrals together each week."


class ActionFactory(_OfMeeting):
    """Due a month after the meeting. Give `meeting=`."""

    class Meta:
        model = Action

    text = "Send the list of carers who left."
    owner = factory.SubFactory(UserFactory)
    side = Side.PROVIDER
    due_on = dt.date(2026, 12, 10)

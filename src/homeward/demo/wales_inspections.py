"""What inspectorates found, and two choices by marks in one authority: one published, one with a question about its gateway.

Reports, grades, marks and words are invented.
"""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

from django.core.files.uploadedfile import SimpleUploadedFile

from homeward.apps.accounts.actors import Actor
from homeward.apps.accounts.roles import Role
from homeward.apps.inspections.models import Inspection
from homeward.apps.inspections.services import record_inspection
from homeward.apps.providers.models import Home, Provider
from homeward.apps.searches import services
from homeward.apps.searches.facts import live_offers
from homeward.apps.searches.models import Offer, Scoring, Search
from homeward.demo.wales import AUTHORITIES, Wales

AUTHORITY = AUTHORITIES[0]
DAY = dt.timedelta(days=1)
GRADES = ("no_concerns", "", "no_concerns", "improve", "")
REPORT = (
    b"Invented report. The service could not show that carers are visited as planned. Two of five files held no "
    b"record of supervision since the spring. The inspectorate found the service inadequate.\n"
)
MARKS = (
    ("8", "Both carers have looked after brothers before, and say how they keep bedtimes apart."),
    ("6.5", "Kind and settled; training on night terrors is booked, not done."),
    ("9", "Eleven years of fostering, a written plan for the first two weeks, and Welsh at home."),
    ("7", "Meets each need; little is said of how the school run would work."),
)
ASKED = "The manager was replaced in the autumn, and the home itself was seen twice since."
LEAST_DAYS = 3


def load_inspections(wales: Wales) -> None:
    """A report of each service and residential home of the consortium, and the marks that rest on them."""
    _reports(wales)
    for number, search in enumerate(_searches(wales)):
        _by_marks(wales, search, is_published=number == 0)


def _reports(wales: Wales) -> None:
    by, today = wales.manager, wales.manager.today
    about: list[tuple[Provider, Home | None]] = [(provider, None) for provider in wales.foster]
    about += [
        (home.provider, home)
        for home in wales.homes
        if home.kind == Home.Kind.RESIDENTIAL_HOME and home.provider is not None
    ]
    Inspection.objects.bulk_create(
        Inspection(
            body=wales.consortium, organisation=provider.organisation, home=home, regulator="ciw",
            inspected_on=today - (40 + number * 37 % 500) * DAY, grade=GRADES[number % len(GRADES)], recorded_by=by.user,
        )
        for number, (provider, home) in enumerate(about)
    )  # fmt: skip
    officer = wales.officer(AUTHORITY)
    for own in Provider.objects.filter(body=officer.body, is_in_house=True).select_related("organisation"):
        record_inspection(
            organisation=own.organisation, regulator="ciw", inspected_on=today - 120 * DAY, by=officer
        )


def _searches(wales: Wales) -> list[Search]:
    """Two whose offers are compared and on which nothing is proposed, with the most offers."""
    rows = Search.objects.filter(
        body=wales.authorities[AUTHORITY], state=Search.State.SHORTLIST, decisions=None,
        referral__needed_by__gte=wales.manager.today + LEAST_DAYS * DAY,
    )  # fmt: skip
    found = [search for search in rows.order_by("referral__created_at", "pk") if len(live_offers(search)) > 2]
    return found[:2]


def _by_marks(wales: Wales, search: Search, *, is_published: bool) -> None:
    officer = wales.officer(AUTHORITY)
    offers = live_offers(search)
    if not is_published:
        _found_inadequate(wales, offers[-1])
    scoring = services.open_scoring(search=search, by=officer)
    marked = offers if is_published else offers[:-2]
    _mark(scoring, marked, wales.in_role(AUTHORITY, Role.SENIOR_PRACTITIONER))
    if is_published:
        services.publish_scoring(scoring=scoring, by=officer)
    else:
        services.ask_waiver(offer=offers[-1], reason=ASKED, by=officer)


def _found_inadequate(wales: Wales, offer: Offer) -> None:
    """The newest report of the service a household lives under."""
    report = SimpleUploadedFile("report.txt", REPORT, content_type="text/plain")
    record_inspection(
        organisation=offer.organisation, regulator="ciw", inspected_on=wales.manager.today - 21 * DAY,
        grade="inadequate", report=report, by=wales.manager,
    )  # fmt: skip


def _mark(scoring: Scoring, offers: list[Offer], by: Actor) -> None:
    for offer, (marks, reason) in zip(offers, MARKS, strict=False):
        services.mark_offer(scoring=scoring, offer=offer, skills=Decimal(marks), reason=reason, by=by)

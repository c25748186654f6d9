"""Inspections: who records them, which is the latest, who reads them."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from homeward.apps.accounts.actors import Actor
from homeward.apps.accounts.roles import Role
from homeward.apps.core.documents import documents_of
from homeward.apps.core.models import AuditEvent
from homeward.apps.inspections import services
from homeward.apps.inspections.models import Inspection
from homeward.apps.inspections.queries import latest
from homeward.apps.providers.models import Home, Provider
from tests.apps.restrictions.conftest import welsh_body
from tests.browsing import client_of
from tests.factories.accounts import CommissioningBodyFactory, actor_in
from tests.factories.inspections import InspectionFactory
from tests.factories.providers import HomeFactory, ProviderFactory
from tests.factories.searches import a_lot, admit
from tests.refusing import refused_by

DAY = dt.timedelta(days=1)
PDF = b"Report: the home is calm and the children say they are heard."


@pytest.fixture
def home(db: None) -> Home:
    made: Home = HomeFactory(
        provider=ProviderFactory(body=welsh_body(name="Cyngor Bro Awel")), name="Tŷ Onnen", urn="W-1",
        kind=Home.Kind.RESIDENTIAL_HOME,
    )  # fmt: skip
    return made


def officer(home: Home, role: Role = Role.MONITORING_OFFICER) -> Actor:
    return actor_in(role, home.body, home.organisation if role is Role.PROVIDER_MANAGER else None)


def recorded(home: Home, **given: Any) -> Inspection:
    told = {
        "organisation": home.organisation, "home": home, "regulator": "ofsted", "inspected_on": home.body.today - DAY,
        "grade": "good", "by": officer(home),
    }  # fmt: skip
    return services.record_inspection(**{**told, **given})


def test_it_is_recorded_with_its_report(home: Home) -> None:
    by = officer(home)
    made = recorded(home, report=SimpleUploadedFile("report.txt", PDF, "text/plain"), by=by)
    assert (made.body, made.organisation, made.home, made.recorded_by) == (
        home.body,
        home.organisation,
        home,
        by.user,
    )
    assert [held.document.title for held in documents_of(made, by)] == ["Report of the inspection"]
    assert AuditEvent.objects.filter(action="record_inspection").count() == 1


def test_a_welsh_report_needs_no_grade_and_has_its_own_scale(home: Home) -> None:
    assert recorded(home, regulator="ciw", grade="").grade == ""
    day = home.body.today - 2 * DAY
    assert refused_by(recorded, home, regulator="ciw", grade="outstanding", inspected_on=day) == {
        "inspection.not_its_grade"
    }


def test_what_is_wrong_is_said_at_once(home: Home) -> None:
    recorded(home)
    assert refused_by(recorded, home) == {"inspection.stands"}
    tomorrow = home.body.today + DAY
    assert refused_by(recorded, home, regulator="estyn", inspected_on=tomorrow) == {
        "inspection.unknown_regulator", "inspection.to_come",
    }  # fmt: skip


def test_a_carer_household_is_not_inspected_but_its_service_is(home: Home) -> None:
    household = HomeFactory(provider=home.provider, kind=Home.Kind.CARER_HOUSEHOLD)
    assert refused_by(recorded, household) == {"inspection.of_a_household"}
    made = services.record_inspection(
        organisation=home.organisation, regulator="ciw", inspected_on=home.body.today, by=officer(home)
    )
    known = latest(home.body, [household, home], home.body.today)
    assert (known.of(household), known.of(home)) == (made, None)


def test_the_latest_counts_and_one_taken_back_does_not(home: Home) -> None:
    older = recorded(home, inspected_on=home.body.today - 90 * DAY)
    newer = recorded(home, grade="inadequate")
    today = home.body.today
    assert latest(home.body, [home], today).of(home) == newer
    assert latest(home.body, [home], today - 30 * DAY).of(home) == older
    by = officer(home)
    assert refused_by(services.take_back_inspection, inspection=newer, reason=" ", by=by) == {
        "inspection.reason_missing"
    }
    services.take_back_inspection(inspection=newer, reason="It is of another home.", by=by)
    assert latest(home.body, [home], today).of(home) == older
    again = refused_by(services.take_back_inspection, inspection=newer, reason="Again", by=by)
    assert again == {"inspection.is_taken_back"}


def test_one_home_under_one_number_counts_for_every_body_that_may_read_it(
    home: Home, monkeypatch: pytest.MonkeyPatch
) -> None:
    consortium = welsh_body(name="Partneriaeth y Bryniau")
    theirs = HomeFactory(
        provider=ProviderFactory(body=consortium, organisation=home.organisation),
        urn=home.urn,
        kind=home.kind,
    )
    made = InspectionFactory(home=theirs)
    today = home.body.today
    assert latest(home.body, [home], today).of(home) is None
    monkeypatch.setattr(
        "homeward.apps.restrictions.reach._SOURCES", [lambda on: [(consortium.pk, home.body.pk)]]
    )
    assert latest(home.body, [home], today).of(home) == made
    assert Inspection.objects.visible_to(officer(home)).get() == made
    back = refused_by(services.take_back_inspection, inspection=made, reason="Not ours", by=officer(home))
    assert back == {"record.not_permitted"}


def test_a_placement_officer_records_those_outside_frameworks_only(home: Home) -> None:
    by = officer(home, Role.PLACEMENT_OFFICER)
    assert recorded(home, by=by).recorded_by == by.user
    assert home.organisation is not None
    admit(a_lot(home.body), home.organisation)
    assert refused_by(recorded, home, by=by, regulator="ciw", grade="") == {"framework.inspection_not_yours"}
    assert recorded(home, regulator="ciw", grade="")


@pytest.mark.parametrize("role", [Role.SENIOR_PRACTITIONER, Role.PROVIDER_MANAGER, Role.AUDITOR])
def test_others_record_none(home: Home, role: Role) -> None:
    assert refused_by(recorded, home, by=officer(home, role)) == {"record.not_permitted"}


@pytest.fixture
def demo(settings: Any) -> None:
    settings.DEMO = True


def test_a_provider_reads_its_own_and_no_other(home: Home, demo: None) -> None:
    made = recorded(home)
    other = InspectionFactory(home__provider=ProviderFactory(body=home.body))
    client = client_of(officer(home, Role.PROVIDER_MANAGER))
    page = client.get(reverse("inspections")).content.decode()
    assert "Tŷ Onnen" in page and other.subject not in page
    assert client.get(reverse("inspection", args=[made.public_id])).status_code == 200
    assert client.get(reverse("inspection", args=[other.public_id])).status_code == 404
    assert client.get(reverse("take_back_inspection", args=[made.public_id])).status_code in (403, 404)


def test_it_stands_on_the_page_of_its_home_and_provider(home: Home, demo: None) -> None:
    client = client_of(officer(home))
    page = client.get(reverse("home", args=[home.public_id])).content.decode()
    assert "None is recorded." in page and reverse("record_inspection", args=[home.public_id]) in page
    made = recorded(home)
    page = client.get(reverse("home", args=[home.public_id])).content.decode()
    assert reverse("inspection", args=[made.public_id]) in page and "Ofsted" in page
    assert home.provider is not None
    page = client.get(reverse("provider", args=[home.provider.public_id])).content.decode()
    assert reverse("record_inspection_of_service", args=[home.provider.public_id]) in page


def test_the_form_says_what_is_wrong_and_then_records(home: Home, demo: None) -> None:
    client = client_of(officer(home))
    address = reverse("record_inspection", args=[home.public_id])
    day = home.body.today - DAY
    told = {
        "regulator": "ciw", "inspected_on_0": day.day, "inspected_on_1": day.month, "inspected_on_2": day.year,
        "inspected_on_day": day.day, "inspected_on_month": day.month, "inspected_on_year": day.year, "grade": "good",
    }  # fmt: skip
    page = client.post(address, told)
    assert page.status_code == 200 and "is not on the scale of" in page.content.decode()
    answer = client.post(
        address, {**told, "grade": "", "report": SimpleUploadedFile("r.txt", PDF, "text/plain")}
    )
    made = Inspection.objects.get()
    assert answer["Location"] == reverse("inspection", args=[made.public_id])
    page = client.get(answer["Location"]).content.decode()
    assert "The report carries none" in page and "Report of the inspection" in page
    taken = client.post(reverse("take_back_inspection", args=[made.public_id]), {"reason": "Another home."})
    assert taken.status_code == 302
    assert Inspection.objects.get().state == Inspection.State.TAKEN_BACK


def test_elsewhere_nobody_keeps_inspections(db: None, demo: None) -> None:
    body = CommissioningBodyFactory(pack="au_sa")
    provider: Provider = ProviderFactory(body=body)
    client = client_of(actor_in(Role.CONTRACT_MANAGER, body))
    assert (
        "Latest inspection" not in client.get(reverse("provider", args=[provider.public_id])).content.decode()
    )
    assert client.get(reverse("inspections")).status_code in (403, 404)

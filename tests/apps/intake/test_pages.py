"""The pages of imports answer whom they should, and lead from each figure to its rows and records."""

from __future__ import annotations

import io
import re

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from homeward.apps.accounts.actors import Actor
from homeward.apps.core import jobs
from homeward.apps.core.models import AuditEvent
from homeward.apps.intake.models import ImportBatch
from homeward.apps.providers.models import Home
from tests.apps.accounts.conftest import signed_in
from tests.apps.intake.conftest import HOMES, STAYS, House
from tests.apps.intake.test_return import line, send
from tests.factories.accounts import actor_in
from tests.intake_files.build import homes, read_xlsx

pytestmark = pytest.mark.django_db


def text_of(client: Client, address: str) -> str:
    response = client.get(address)
    assert response.status_code == 200, address
    return " ".join(re.sub(r"<[^>]+>", " ", response.content.decode()).split())


def upload(client: Client, data: bytes, kind: str = "homes") -> ImportBatch:
    file = SimpleUploadedFile(f"{kind}.csv", data)
    response = client.post(reverse("import_send"), {"kind": kind, "file": file})
    assert response.status_code == 302, response.content.decode()[:2000]
    return ImportBatch.objects.get(public_id=response["Location"].rsplit("/", 1)[-1])


def test_a_file_goes_its_whole_way_through_the_pages(house: House) -> None:
    client = signed_in(house.by)
    batch = upload(client, homes())
    page = text_of(client, reverse("import", args=[batch.public_id]))
    assert "Waiting for a person" in page and "Load the file" in page
    response = client.post(reverse("import_confirm", args=[batch.public_id]), {})
    assert response.status_code == 302
    batch.refresh_from_db()
    assert batch.state == ImportBatch.State.LOADING
    assert "Look again" in text_of(client, reverse("import", args=[batch.public_id]))
    jobs.perform(batch.job, house.by.membership.public_id, {"batch": batch.public_id})
    assert Home.objects.count() == 3
    page = text_of(client, reverse("import", args=[batch.public_id]))
    assert "Loaded" in page and "New 3 of 3 rows" in page
    assert "Your turn" not in page


def test_several_files_are_sent_at_once(council: Actor) -> None:
    client = signed_in(council)
    from tests.apps.intake.test_return import BORN, EPISODES, HEADER
    from tests.intake_files.build import csv_file

    files = [
        SimpleUploadedFile("episodes.csv", csv_file(EPISODES, [line("01/05/2016", "")])),
        SimpleUploadedFile("header.csv", csv_file(HEADER, [BORN])),
    ]
    response = client.post(reverse("import_send"), {"kind": "ssda903", "file": files})
    batch = ImportBatch.objects.get(public_id=response["Location"].rsplit("/", 1)[-1])
    assert (batch.state, batch.counts["rows"], len(batch.files)) == ("checked", 2, 2)


def test_a_refused_file_says_why_on_its_page(house: House) -> None:
    client = signed_in(house.by)
    batch = upload(client, b"reference;name;kind\r\nH-1;A;other\r\n")
    page = text_of(client, reverse("import", args=[batch.public_id]))
    assert "separates its columns by semicolons" in page and "Nothing of it was loaded" in page


def test_a_form_without_a_file_is_told_so(house: House) -> None:
    response = signed_in(house.by).post(reverse("import_send"), {"kind": "homes"})
    assert response.status_code == 200
    assert "<title>Error:" in response.content.decode()


def test_rows_are_filtered_by_problem_and_lead_to_their_records(house: House) -> None:
    house.settle()
    batch = house.load(
        "placements",
        STAYS,
        house.stay("S-1", "C-1", "H-1", "2026-07-01"),
        house.stay("S-2", "C-9", "H-1", "2026-07-01"),
    )
    client = signed_in(house.by)
    rows_at = reverse("import_rows", args=[batch.public_id])
    page = text_of(client, f"{rows_at}?problem=unknown_child")
    assert "1 of 2 rows" in page or "1 row" in page
    assert "No child in these records" in page
    row = batch.rows.get(outcome="new")
    content = client.get(reverse("import_row", args=[row.public_id])).content.decode()
    for name in ("placement", "child", "home"):
        assert reverse(name, args=[row.things[name]]) in content
    reads = AuditEvent.objects.filter(action="read", thing=row.things["child"])
    assert reads.exists()


def test_the_problem_file_has_the_rows_own_columns_first(house: House) -> None:
    batch = house.load(
        "homes",
        HOMES,
        ("H-1", "Wattle House", "castle", "", ""),
        ("H-2", "=cmd", "other", "", "300"),
        ("H-3", "Karri", "other", "", ""),
        confirm=False,
    )
    client = signed_in(house.by)
    told = client.get(reverse("import_problems", args=[batch.public_id, "csv"])).content.decode("utf-8-sig")
    head, first, second = told.splitlines()
    assert head.startswith("reference,name,kind,provider,places,problem_row,problem_severity")
    assert first.startswith("H-1,Wattle House,castle,,,2,error,kind,")
    assert second.startswith("H-2,'=cmd,other,,300,3,error,")
    sheets = read_xlsx(client.get(reverse("import_problems", args=[batch.public_id, "xlsx"])).content)
    assert [row[0] for row in sheets["Homes"]] == ["reference", "H-1", "H-2"]


def test_templates_hold_every_column_and_load_when_filled(house: House) -> None:
    client = signed_in(house.by)
    assert "carer_household, residential_home, other" in text_of(client, reverse("import_templates"))
    for kind in ("homes", "children", "placements", "spells"):
        sheets = read_xlsx(client.get(reverse("import_template", args=[kind, "xlsx"])).content)
        assert list(sheets) == [kind.capitalize(), "Code lists", "Instructions"]
        header = (
            client.get(reverse("import_template", args=[kind, "csv"])).content.decode("utf-8-sig").strip()
        )
        assert header.split(",") == sheets[kind.capitalize()][0]
    filled = read_xlsx(client.get(reverse("import_template", args=["homes", "xlsx"])).content)
    from tests.intake_files.build import workbook

    filled["Homes"].append(["H-1", "Wattle House", "Residential home"])
    file = SimpleUploadedFile("homes.xlsx", workbook(filled))
    response = client.post(reverse("import_send"), {"kind": "homes", "file": file})
    batch = ImportBatch.objects.get(public_id=response["Location"].rsplit("/", 1)[-1])
    assert (batch.state, batch.counts["new"]) == ("checked", 1)
    assert client.get(reverse("import_template", args=["ssda903", "csv"])).status_code == 404


def test_the_nights_of_a_return_open_to_their_rows(council: Actor) -> None:
    batch = send(
        council,
        line("01/05/2016", "01/06/2016"),
        line("20/05/2016", "10/06/2016", "P", "C1", urn="7654321", PLACE="K2"),
        line("10/06/2016", "", "P", urn="999", REC="E4A"),
    )
    client = signed_in(council)
    address = reverse("import_nights", args=[batch.public_id])
    page = text_of(client, f"{address}?start=2016-05-01&last=2016-06-30")
    assert "52 placement nights" in page
    assert "Child-nights 40" in page
    assert "2 recorded stays that these rows made or met count 52 nights. That is the same." in page
    assert "K2 Children&#39;s home 21" in page or "K2 Children's home 21" in page
    rows = text_of(client, f"{address}/rows?start=2016-05-01&last=2016-06-30&type=K2")
    assert "21 nights" in rows and "Row 3" in rows and "Row 2" not in rows
    left = text_of(client, f"{address}/rows?start=2016-05-01&last=2016-06-30&rows=left_out")
    assert "21 nights" in left and "Row 4" in left


def test_nights_are_only_for_files_of_stays(house: House) -> None:
    batch = house.load("homes", HOMES, ("H-1", "Wattle House", "other", "", ""))
    assert signed_in(house.by).get(reverse("import_nights", args=[batch.public_id])).status_code == 404


def pages_of(batch: ImportBatch) -> list[str]:
    row = batch.rows.first()
    assert row is not None
    named = ["import", "import_rows", "import_nights", "import_night_rows"]
    return [
        *(reverse(name, args=[batch.public_id]) for name in named),
        reverse("import_problems", args=[batch.public_id, "csv"]),
        reverse("import_row", args=[row.public_id]),
    ]


def test_what_another_body_sent_looks_like_nothing(house: House) -> None:
    house.settle()
    batch = house.load("placements", STAYS, house.stay("S-1", "C-1", "H-1", "2026-07-01"))
    stranger = signed_in(actor_in("placement_officer"))
    own = signed_in(house.by)
    for address in pages_of(batch):
        assert own.get(address).status_code == 200, address
        assert stranger.get(address).status_code == 404, address
    for name in ("import_confirm", "import_withdraw", "import_restart"):
        assert stranger.post(reverse(name, args=[batch.public_id])).status_code == 404


def test_who_only_reads_sees_no_button_and_may_not_act(house: House) -> None:
    batch = house.load("homes", HOMES, ("H-1", "Wattle House", "other", "", ""), confirm=False)
    auditor = signed_in(actor_in("auditor", house.by.body))
    assert "Load the file" not in text_of(auditor, reverse("import", args=[batch.public_id]))
    assert auditor.get(reverse("import_send")).status_code == 404
    assert auditor.post(reverse("import_confirm", args=[batch.public_id])).status_code == 404
    finance = signed_in(actor_in("finance_officer", house.by.body))
    assert finance.get(reverse("imports")).status_code == 404


def test_the_list_of_imports_is_a_list_like_every_other(house: House) -> None:
    house.load("homes", HOMES, ("H-1", "Wattle House", "other", "", ""))
    client = signed_in(house.by)
    assert "homes.csv" in text_of(client, reverse("imports"))
    assert "homes.csv" not in text_of(client, f"{reverse('imports')}?kind=children")
    assert "homes.csv" in client.get(f"{reverse('imports')}?format=csv").content.decode()


def test_a_file_too_large_is_refused_before_it_is_read(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    from homeward.apps.intake import forms
    from homeward.apps.intake.readers import Limits

    monkeypatch.setattr(forms, "LIMITS", Limits(bytes=1_000_000))
    file = SimpleUploadedFile("homes.csv", io.BytesIO(b"x" * 1_000_001).getvalue())
    response = signed_in(house.by).post(reverse("import_send"), {"kind": "homes", "file": file})
    assert response.status_code == 200
    assert "larger than 1 MB" in response.content.decode()
    assert not ImportBatch.objects.exists()


def test_a_large_file_is_checked_by_a_job(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("homeward.apps.intake.services.staging.CHECK_AT_ONCE", 2)
    client = signed_in(house.by)
    batch = upload(client, homes())
    assert batch.state == ImportBatch.State.STAGED
    assert "Look again" in text_of(client, reverse("import", args=[batch.public_id]))
    jobs.perform(batch.job, house.by.membership.public_id, {"batch": batch.public_id})
    assert "Load the file" in text_of(client, reverse("import", args=[batch.public_id]))


def test_the_page_waiting_for_a_person_is_a_duty(house: House) -> None:
    from homeward.apps.intake.duties import imports_waiting

    batch = house.load("homes", HOMES, ("H-1", "Wattle House", "other", "", ""), confirm=False)
    (duty,) = imports_waiting(house.by)
    assert (duty.url, duty.verb) == (reverse("import", args=[batch.public_id]), "Confirm")
    assert list(imports_waiting(actor_in("auditor", house.by.body))) == []

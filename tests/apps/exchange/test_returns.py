"""A return on its way: filled in from the records, tried out, submitted, answered, replaced."""

from __future__ import annotations

import datetime as dt
import hashlib
import json
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.db import DatabaseError, transaction

from homeward.apps.core.duties import duties_of
from homeward.apps.core.models import AuditEvent, Notice
from homeward.apps.core.search import find_all
from homeward.apps.exchange import queries, services
from homeward.apps.exchange.models import DataReturn
from homeward.apps.exchange.writing import groups_in, package_of, rows_in
from tests.apps.exchange.month import Month, codes, in_package, table, told
from tests.refusing import refused_by

pytestmark = pytest.mark.django_db
State = DataReturn.State


@pytest.fixture(scope="module")
def copies(made_once: Callable[[Callable[[], Any]], Any]) -> Callable[[], Month]:
    made: Callable[[], Month] = made_once(Month)
    return made


@pytest.fixture
def month(copies: Callable[[], Month]) -> Iterator[Month]:
    yield copies()


def tried(month: Month, **given: Any) -> DataReturn:
    return services.try_return(
        month=month.start, files=given.get("files") or month.as_json(), by=month.partner
    )


def submitted(month: Month, reason: str = "", **given: Any) -> DataReturn:
    return services.submit_return(data_return=tried(month, **given), reason=reason, by=month.partner)


def test_what_is_held_is_filled_in_and_children_are_not_named(month: Month) -> None:
    month.missing_on(month.start)
    rows = month.rows()
    assert rows["agreement"] == [
        {
            "agreement_id": None,
            "partner_id": "9429000000001",
            "service_code": None,
            "funding_model": None,
            "month": f"{month.start:%Y-%m}",
        }
    ]
    assert [r["agency_number"] for r in rows["child"]] == ["OT-1", "OT-2"] or {
        r["agency_number"] for r in rows["child"]
    } == {"OT-1", "OT-2"}
    assert {r["birth_month"] for r in rows["child"]} == {"2015-03"}
    keys = {r["child_key"] for r in rows["child"]}
    assert len(keys) == 2 and all(k.startswith("K-") and len(k) == 10 for k in keys)
    assert len(rows["nights"]) == 2 * month.nights
    assert [r["status"] for r in rows["nights"] if r["status"] != "in_care"] == ["missing"]
    assert {r["home_id"] for r in rows["placement"]} == {"KA-1"}
    text = json.dumps(rows, ensure_ascii=False)
    assert "Hēmi" not in text and not any(c.reference in text for c in month.children)


def test_a_trial_hands_nothing_in(month: Month) -> None:
    row = tried(month)
    assert row.state == State.TRIAL and row.counts["errors"] == 0 and row.document
    assert not DataReturn.objects.visible_to(month.lead).exists()
    assert not Notice.objects.filter(user_id=month.lead.user.pk).exists()
    again = tried(month)
    row.refresh_from_db()
    assert (row.state, row.document, again.state) == (State.LAID_ASIDE, "", State.TRIAL)


@pytest.mark.parametrize("form", ["json", "csv"])
def test_what_was_filled_in_comes_back_without_a_word(month: Month, form: str) -> None:
    row = tried(month, files=month.as_json() if form == "json" else month.as_csv())
    assert codes(row) <= {"groups_without_rows"}
    assert {code: rows for code, rows in told(row)["groups"].items() if rows} == {
        c: r for c, r in month.rows().items() if r
    }


def test_each_faulty_cell_names_row_column_reason_and_remedy(month: Month) -> None:
    key = month.rows()["child"][0]["child_key"]
    good = f"child_key,agency_number,birth_month\n{key},OT-1,March\n"
    outside, second = month.end.isoformat(), month.start + dt.timedelta(days=1)
    nights = (
        f"child_key,date,status\n{key},{month.start.isoformat()},asleep\n{key},{outside},in_care\n"
        f"{key},{second},in_care\n{key},{second},in_care\nK-NOBODY,{month.start.isoformat()},in_care\n"
    )
    row = tried(month, files=[table("child", good), table("nights", nights)])
    found = {(p["group"], p["row"], p["column"], p["code"]) for p in row.problems if p["severity"] == "error"}
    assert found == {
        ("child", 2, "birth_month", "month_form"),
        ("nights", 2, "status", "unknown_code"),
        ("nights", 3, "date", "not_this_month"),
        ("nights", 5, "child_key", "row_twice"),
        ("nights", 6, "child_key", "child_unknown"),
    }
    assert all(p["message"] and p["remedy"] for p in row.problems)
    assert row.document == "" and refused_by(services.submit_return, data_return=row, by=month.partner) == {
        "exchange.has_errors"
    }


def test_the_agencys_number_never_becomes_the_key(month: Month) -> None:
    row = tried(month, files=[table("child", "child_key,agency_number\nOT-1,OT-1\n")])
    assert "key_of_agency" in codes(row) and row.document == ""


def test_a_switched_off_column_is_refused_and_nothing_of_it_kept(month: Month) -> None:
    row = tried(month, files=[table("child", "child_key,iwi_hapu\nK-1,Ngāti Awa\n")])
    assert "header_unknown" in codes(row) and row.document == ""
    assert "Ngāti Awa" not in json.dumps(row.problems, ensure_ascii=False)


def test_where_the_records_differ_both_sides_are_told(month: Month) -> None:
    rows = month.rows()
    rows["nights"][0]["status"] = "hospital"
    rows["placement"].pop()
    row = submitted(month, files=month.as_csv(rows))
    assert {"differs_from_records", "left_out"} <= codes(row)
    assert row.counts["errors"] == 0 and row.counts["warnings"] >= 2


def test_submitting_freezes_the_document_with_its_digest(month: Month) -> None:
    row = submitted(month)
    assert (row.state, row.version, row.submitted_by) == (State.SUBMITTED, 1, month.partner.user)
    assert row.digest == hashlib.sha256(row.document.encode()).hexdigest()
    assert told(row)["body"] == "Te Kāhui Kāhu" and "Te Kāhui Kāhu" in row.document
    with pytest.raises(DatabaseError), transaction.atomic():
        DataReturn.objects.filter(pk=row.pk).update(document="{}")
    with pytest.raises(DatabaseError), transaction.atomic():
        DataReturn.objects.filter(pk=row.pk).delete()
    event = AuditEvent.objects.get(action="submit_data_return")
    assert event.detail["sha256"] == row.digest
    assert Notice.objects.filter(user_id=month.lead.user.pk).count() == 1


def test_a_later_version_replaces_and_the_first_stays_as_it_was(month: Month) -> None:
    first = submitted(month)
    before = first.document
    second_try = tried(month)
    assert refused_by(services.submit_return, data_return=second_try, by=month.partner) == {
        "exchange.what_is_put_right"
    }
    second = services.submit_return(data_return=second_try, reason="A home was missing", by=month.partner)
    first.refresh_from_db()
    assert (first.state, first.document, second.version) == (State.REPLACED, before, 2)
    assert [r.version for r in queries.versions_of(second, month.lead)] == [2, 1]


def test_the_body_accepts_or_sends_back_with_a_reason(month: Month) -> None:
    row = submitted(month)
    assert refused_by(services.send_back_return, data_return=row, reason=" ", by=month.lead) == {
        "exchange.reason_missing"
    }
    services.send_back_return(data_return=row, reason="Nights of the second home are missing", by=month.lead)
    assert [m.sent_back for m in queries.missing(month.partner)] == [row]
    again = services.submit_return(data_return=tried(month), reason="Added", by=month.partner)
    services.accept_return(data_return=again, by=month.manager)
    assert again.state == State.ACCEPTED and queries.missing(month.partner) == []
    assert refused_by(services.accept_return, data_return=again, by=month.partner) == {"record.not_permitted"}


def test_no_one_else_sends_finds_or_answers_it(month: Month) -> None:
    row = submitted(month)
    assert (
        not DataReturn.objects.visible_to(month.stranger).exists()
        and find_all(month.stranger, "mahaki") == []
    )
    assert any(
        hit.text == "Ngā Hau Māhaki Trust, " + row.month_words
        for group in find_all(month.lead, "maahaki")
        for hit in group.hits
    )
    assert refused_by(services.try_return, month=month.start, files=month.as_json(), by=month.lead) == {
        "record.not_permitted"
    }
    assert refused_by(services.submit_return, data_return=row, by=month.stranger) == {"record.not_permitted"}


def test_a_month_that_is_not_over_is_refused(month: Month) -> None:
    assert refused_by(services.try_return, month=month.end, files=month.as_json(), by=month.partner) == {
        "exchange.month_not_over"
    }


def test_late_and_missing_returns_are_duties_of_both_sides(
    month: Month, monkeypatch: pytest.MonkeyPatch
) -> None:
    expected = queries.expected_by(month.body, month.start)
    assert expected.is_placeholder and expected.calendar == "general" and expected.due > month.end
    mine = [d for d in duties_of(month.partner) if d.kind == "exchange"]
    assert [d.due for d in mine] == [expected.due]
    monkeypatch.setattr(type(month.body), "today", property(lambda body: expected.due + dt.timedelta(days=1)))
    late = [d for d in duties_of(month.lead) if d.kind == "exchange.late" and d.due == expected.due]
    assert [d.why for d in late] == ["Ngā Hau Māhaki Trust"]


def test_the_key_a_partner_chose_is_used_again(month: Month) -> None:
    rows = month.rows()
    known = rows["child"][0]["child_key"]
    text = json.dumps(rows).replace(known, "TUI-7")
    row = submitted(month, files=month.as_json(json.loads(text)))
    assert row.counts["errors"] == 0
    assert month.rows()["child"][0]["child_key"] == "TUI-7"


def test_a_child_who_left_is_named_by_the_key_alone(month: Month) -> None:
    left = month.stays[0]
    left.period = type(left.period)(left.period.lower, month.start + dt.timedelta(days=3), "[)")
    left.save()
    rows = {r["agency_number"]: r for r in month.rows()["child"]}
    assert set(rows) == {None, "OT-2"} and rows[None]["birth_month"] is None
    assert len(month.rows()["nights"]) == 3 + month.nights


def test_the_download_is_the_same_bytes_and_keeps_macrons(month: Month) -> None:
    rows = month.rows()
    rows["child"][0]["ethnicity"] = ["Māori", "Sāmoan"]
    rows["child"][0]["custody_holder"] = "Te Kāhui Kāhu"
    row = submitted(month, files=month.as_csv(rows))
    package = package_of(groups_in(row), rows_in(row), "x")
    assert package == package_of(groups_in(row), rows_in(row), "x")
    back = in_package(package)["child"][0]
    assert back["ethnicity"] == "Māori; Sāmoan" and back["custody_holder"] == "Te Kāhui Kāhu"
    assert rows_in(row)["child"][0]["ethnicity"] == ["Māori", "Sāmoan"]


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"{", "json_broken"),
        (b'{"a": 1, "a": 2}', "json_broken"),
        (b'{"format": "other", "groups": {}}', "json_format"),
        (b"[]", "json_shape"),
        (b"\xff\xfe", "file_encoding"),
        (b'{"format": "homeward-data-exchange/1", "groups": {"\\u0000": []}}', "json_letters"),
        (
            b'{"format": "homeward-data-exchange/1", "groups": {"child": [{"child_key": "\\ud800"}]}}',
            "json_letters",
        ),
        (b'{"format": "homeward-data-exchange/1", "month": "1999-01", "groups": {}}', "month_other"),
    ],
)
def test_a_document_that_cannot_be_read_is_refused_whole(month: Month, content: bytes, code: str) -> None:
    from homeward.apps.intake.readers import GivenFile

    row = tried(month, files=[GivenFile("return.json", content)])
    assert code in codes(row) and row.document == ""

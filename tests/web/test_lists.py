"""One mechanism for every list: search, filters, order, pages and files."""

import csv
import io
from datetime import date
from decimal import Decimal

import django_filters
import openpyxl
import pytest
from django.db import connection
from django.http import Http404
from django.template.loader import render_to_string
from django.test import RequestFactory
from django.test.utils import CaptureQueriesContext
from django.utils.html import format_html

from homeward.apps.accounts.models import Organisation
from homeward.web.lists import Column, ListPage
from homeward.web.lists.exports import safe_text
from tests.web.markup import all_of, one, parse, text_of

pytestmark = pytest.mark.django_db
NAMES = ["Wattlebird", "Redgum", "Saltbush", "Karrawirra", "Gulf and Ranges"]


class NumberFilter(django_filters.FilterSet):
    number = django_filters.ChoiceFilter(
        field_name="business_number", label="Number", choices=[("1", "One"), ("2", "Two")], empty_label="All"
    )

    class Meta:
        model = Organisation
        fields = ()


def _page(**changes):
    parts = {
        "name": "providers",
        "columns": (
            Column("name", "Provider", lambda o: o.name, sort="name", href=lambda o: f"/p/{o.public_id}"),
            Column("number", "Number", lambda o: o.business_number, sort="business_number", numeric=True),
            Column("length", "Letters", lambda o: len(o.name), numeric=True),
            Column("state", "State", lambda o: "Open", tag=lambda o: "ok", in_file=False),
        ),
        "order": "name",
        "filters": NumberFilter,
        "search": lambda rows, text: rows.filter(search_key__contains=text.lower()),
        "counted": lambda n: f"{n} providers",
    }
    return ListPage(**(parts | changes))


@pytest.fixture
def organisations():
    for at, name in enumerate(NAMES):
        Organisation.objects.create(name=name, business_number=str(at % 3))
    return Organisation.objects.filter(name__in=NAMES)


def _listing(rows, address="", page=None):
    return (page or _page()).listing(RequestFactory().get(f"/providers/{address}"), rows)


def _names(listing):
    return [row[0].text for row in listing.rows]


def test_a_list_begins_in_its_own_order(organisations):
    listing = _listing(organisations)
    assert _names(listing) == sorted(NAMES)
    assert [head.sorted for head in listing.heads] == ["ascending", "", "", ""]
    assert listing.counted == "5 providers"


def test_the_head_of_a_column_turns_the_order_and_keeps_the_rest_of_the_address(organisations):
    listing = _listing(organisations, "?sort=name&q=r&page=1")
    assert listing.heads[0].href == "?sort=-name&q=r"
    assert listing.heads[2].href == ""
    assert _names(_listing(organisations, "?sort=-name")) == sorted(NAMES, reverse=True)


@pytest.mark.parametrize("sort", ["length", "password", "-", "name;drop", "public_id"])
def test_an_unknown_order_is_the_lists_own(organisations, sort):
    assert _names(_listing(organisations, f"?sort={sort}")) == sorted(NAMES)


def test_search_and_filters_narrow_and_say_how_many_of_how_many(organisations):
    assert _listing(organisations, "?q=gul").counted == "1 of 5 providers"
    filtered = _listing(organisations, "?number=1")
    assert (filtered.found, filtered.total, filtered.narrowed) == (2, 5, True)
    assert not _listing(organisations, "?q=&number=").narrowed


def test_rows_are_on_one_page_each_and_a_page_past_the_end_is_the_last(organisations):
    page = _page(per_page=2)
    seen = [
        name for n in (1, 2, 3) for name in _names(_listing(organisations, f"?sort=number&page={n}", page))
    ]
    assert sorted(seen) == sorted(NAMES)
    last = _listing(organisations, "?page=99", page)
    assert [link.text for link in last.pages if link.current] == ["3"] and last.previous == "?page=2"


def test_a_list_costs_the_same_number_of_queries_however_long_it_is(organisations):
    def cost(rows, address):
        with CaptureQueriesContext(
            connection,
        ) as queries:
            _listing(rows, address)
        return len(queries)

    few = cost(organisations.filter(name="Redgum"), "?q=r")
    assert few == cost(organisations, "?q=r") == 3
    assert cost(organisations, "") == 2


def _csv(rows, address, page=None):
    response = (page or _page()).respond(RequestFactory().get(f"/providers/{address}"), rows)
    assert response["Content-Type"] == "text/csv; charset=utf-8"
    assert response["Content-Disposition"] == 'attachment; filename="providers.csv"'
    return list(csv.reader(io.StringIO(response.content.decode("utf-8-sig"))))


def test_a_file_holds_what_the_page_found_in_its_order_and_all_pages_of_it(organisations):
    found = _csv(organisations, "?sort=-name&number=1&format=csv", _page(per_page=1))
    assert found == [["Provider", "Number", "Letters"], ["Redgum", "1", "6"], ["Gulf and Ranges", "1", "15"]]


@pytest.mark.parametrize("text", ["=1+1", "+61 8", "-2", "@sum", "\tx", "\rx"])
def test_no_cell_of_a_file_is_run_as_a_formula(organisations, text):
    Organisation.objects.filter(name="Redgum").update(business_number=text)
    rows = organisations.filter(name="Redgum")
    assert _csv(rows, "?format=csv")[1][1] == "'" + text
    response = _page().respond(RequestFactory().get("/providers/?format=xlsx"), rows)
    sheet = openpyxl.load_workbook(io.BytesIO(response.content)).active
    assert (sheet["B2"].data_type, sheet["B2"].value) == (
        "s",
        text.replace("\r", "_x000D_") if "\r" in text else text,
    )


def test_numbers_and_dates_stay_numbers_and_dates_in_a_workbook(organisations):
    page = _page(
        columns=(
            Column("name", "Provider", lambda o: format_html("<b>{}</b>", o.name), sort="name"),
            Column("amount", "Amount", lambda o: Decimal("-14.50")),
            Column("start", "From", lambda o: date(2026, 7, 1)),
            Column("none", "None", lambda o: None),
        )
    )
    rows = organisations.filter(name="Redgum")
    response = page.respond(RequestFactory().get("/?format=xlsx"), rows)
    sheet = openpyxl.load_workbook(io.BytesIO(response.content)).active
    assert [cell.value for cell in sheet[2]][1:] == [-14.5, sheet["C2"].value, None]
    assert sheet["A2"].value == "Redgum" and sheet["C2"].value.date() == date(2026, 7, 1)
    assert _csv(rows, "?format=csv", page)[1] == ["Redgum", "-14.50", "2026-07-01", ""]
    assert _names(_listing(rows, "", page)) == ["<b>Redgum</b>"]


def test_what_leaves_the_house_is_told_before_it_leaves(organisations):
    told = []
    _page().respond(RequestFactory().get("/?format=csv&q=red"), organisations, seen=told.extend)
    assert [o.name for o in told] == ["Redgum"]

    def refuse(records):
        raise Http404

    with pytest.raises(Http404):
        _page().respond(RequestFactory().get("/?format=xlsx"), organisations, seen=refuse)


def _drawn(rows, address):
    request = RequestFactory().get(f"/providers/{address}")
    listing = _page(empty="No provider is recorded yet.").listing(request, rows)
    return parse(
        render_to_string("web/list.html", {"listing": listing, "heading": "Providers", "request": request})
    )


def test_the_page_is_a_table_with_heads_of_rows_and_a_form_in_the_address(organisations):
    tree = _drawn(organisations, "?q=r&number=1")
    assert one(tree, "form", class_="hw-filter").get("method") == "get"
    assert one(tree, "input", name="q").get("value") == "r"
    assert [o.get("value") for o in all_of(tree, "option", selected="")] == ["1"]
    assert one(tree, "th", **{"aria-sort": "ascending"}) is not None
    assert {th.get("scope") for th in all_of(tree, "th")} == {"col", "row"}
    scroll = one(tree, class_="hw-scroll")
    assert (scroll.get("role"), scroll.get("tabindex"), scroll.get("aria-label")) == (
        "group",
        "0",
        "Providers",
    )
    assert "Download CSV" in text_of(tree)


def test_an_empty_list_says_why(organisations):
    assert "No provider is recorded yet." in text_of(_drawn(organisations.none(), ""))
    nothing = text_of(_drawn(organisations, "?q=zzz"))
    assert "Nothing fits this search" in nothing and "0 of 5 providers" in nothing


def test_a_bare_true_is_refused_because_it_says_nothing(organisations):
    page = _page(columns=(Column("name", "Provider", lambda o: True, sort="name"),))
    with pytest.raises(TypeError, match="Say in words"):
        _listing(organisations, "", page)


def test_negative_text_is_marked_and_numbers_are_left_alone():
    assert safe_text("-2") == "'-2" and safe_text(-2) == -2 and safe_text("2-1") == "2-1"
    for start in ("\n=1", "\uff1d1", "\uff0b1", "\uff0d1", "\uff201"):
        assert safe_text(start) == f"'{start}"

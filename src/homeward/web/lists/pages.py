"""The declaration of a list, and how it answers a request."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from django.core.paginator import Page, Paginator
from django.db.models import F, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django_filters import FilterSet

from homeward.web import numbers
from homeward.web.addresses import with_query
from homeward.web.folded import Folded, is_words
from homeward.web.lists import exports
from homeward.web.lists.columns import Column, Text
from homeward.web.lists.listing import Head, Listing, PageLink

Search = Callable[[QuerySet[Any], str], QuerySet[Any]]
Seen = Callable[[Sequence[Any]], None]
SEARCH = _("Search")
NOTHING = _("Nothing is recorded here yet.")
FORMATS = {"csv": exports.csv_file, "xlsx": exports.xlsx_file}


def _plainly(number: int) -> str:
    return numbers.number(number)


@dataclass(frozen=True)
class ListPage:
    """One list of the house; see the package's own text for an example.

    ``order``     key of the column the list is sorted by at first, with "-" for descending
    ``counted``   a number of rows in words ("14 homes"), given to it as an int
    ``search``    narrows the rows to a text typed by a person; None: no search box
    ``empty``     what is said when nothing is recorded at all
    """

    name: str
    columns: tuple[Column, ...]
    order: str
    counted: Callable[[int], str] = _plainly
    filters: type[FilterSet] | None = None
    search: Search | None = None
    search_label: Text = SEARCH
    empty: Text = NOTHING
    per_page: int = 50
    template: str = "web/list.html"

    def respond(
        self,
        request: HttpRequest,
        rows: QuerySet[Any],
        *,
        seen: Seen | None = None,
        **context: Any,
    ) -> HttpResponse:
        """The page, or the file when the address asks for one.

        ``context`` goes to the template; the stock one reads `heading`, `caption`, `lede`, `crumbs` and
        `actions` (list of {text, href}). ``seen`` is called with the records that leave the house, before
        they do: record the reading of children there.
        """
        if request.GET.get("format") in FORMATS:
            return self.export(request, rows, seen=seen)
        listing = self.listing(request, rows)
        if seen:
            seen(listing.records)
        return render(request, self.template, {"listing": listing, **context})

    def export(self, request: HttpRequest, rows: QuerySet[Any], *, seen: Seen | None = None) -> HttpResponse:
        """All rows found, as a file; the same search, filters and order as on the page."""
        found, _filterset = self._found(request, rows)
        records = list(self._ordered(request, found))
        if seen:
            seen(records)
        columns = [column for column in self.columns if column.in_file]
        return FORMATS[request.GET["format"]](self.name, columns, records)

    def listing(self, request: HttpRequest, rows: QuerySet[Any]) -> Listing:
        """The list as the address asks for it, ready to be drawn."""
        found, filterset = self._found(request, rows)
        page = Paginator(self._ordered(request, found), self.per_page).get_page(request.GET.get("page"))
        count = page.paginator.count
        narrowed = self._is_narrowed(request, filterset)
        total = rows.count() if narrowed else count
        records = list(page.object_list)
        return Listing(
            label=self.counted(total),
            heads=[self._head(request, column) for column in self.columns],
            rows=[[column.cell(record) for column in self.columns] for record in records],
            records=records,
            found=count,
            total=total,
            counted=self._how_many(count, total, narrowed),
            pages=_page_links(request, page),
            previous=with_query(request, page=page.previous_page_number()) if page.has_previous() else "",
            next=with_query(request, page=page.next_page_number()) if page.has_next() else "",
            exports=[(key.upper(), with_query(request, format=key, page=None)) for key in FORMATS],
            form=filterset.form if filterset is not None else None,
            search_label=self.search_label if self.search else "",
            search=request.GET.get("q", "").strip(),
            sort=request.GET.get("sort", ""),
            narrowed=narrowed,
            clear=f"?sort={self._sort(request)}" if request.GET.get("sort") else request.path,
            empty=self.empty,
        )

    def _found(self, request: HttpRequest, rows: QuerySet[Any]) -> tuple[QuerySet[Any], FilterSet | None]:
        if self.search and (text := request.GET.get("q", "").strip()):
            rows = self.search(rows, text)
        if self.filters is None:
            return rows, None
        filterset = self.filters(request.GET, queryset=rows, request=request)
        return filterset.qs, filterset

    def _is_narrowed(self, request: HttpRequest, filterset: FilterSet | None) -> bool:
        if self.search and request.GET.get("q", "").strip():
            return True
        return filterset is not None and bool(filterset.form.changed_data)

    def _sort(self, request: HttpRequest) -> str:
        """The sort in force: a sortable column's key, with "-" for descending."""
        asked = request.GET.get("sort", "")
        sortable = {column.key for column in self.columns if column.sort}
        return asked if asked.removeprefix("-") in sortable else self.order

    def _ordered(self, request: HttpRequest, rows: QuerySet[Any]) -> QuerySet[Any]:
        """Sorted, empty values last, and by key where equal, so that no row is on two pages."""
        sort = self._sort(request)
        column = next(column for column in self.columns if column.key == sort.removeprefix("-"))
        down = sort.startswith("-")
        order = [
            by.desc(nulls_last=True) if down else by.asc(nulls_last=True)
            for f in column.order_fields
            for by in ((Folded(F(f)), F(f)) if is_words(f) else (F(f),))
        ]
        return rows.order_by(*order, "pk")

    def _head(self, request: HttpRequest, column: Column) -> Head:
        sort = self._sort(request)
        state = ""
        if column.sort and sort.removeprefix("-") == column.key:
            state = "descending" if sort.startswith("-") else "ascending"
        turned = f"-{column.key}" if state == "ascending" else column.key
        href = with_query(request, sort=turned, page=None) if column.sort else ""
        return Head(column.head, column.numeric, column.hidden, href, state)

    def _how_many(self, found: int, total: int, narrowed: bool) -> str:
        if not narrowed:
            return self.counted(total)
        return gettext("%(found)s of %(total)s") % {
            "found": numbers.number(found),
            "total": self.counted(total),
        }


def _page_links(request: HttpRequest, page: Page[Any]) -> list[PageLink]:
    """Every page's link with gaps; nothing for a single page."""
    if page.paginator.num_pages < 2:
        return []
    links = []
    for number in page.paginator.get_elided_page_range(page.number, on_each_side=2, on_ends=1):
        is_gap = not isinstance(number, int)
        href = "" if is_gap else with_query(request, page=number)
        links.append(PageLink(str(number), href, number == page.number))
    return links

"""Pages of a list: numbered, with their total and the address of the next."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, Generic, TypeVar

from django.db.models import F, OrderBy, QuerySet
from django.http import HttpRequest
from pydantic import BaseModel, ConfigDict, Field

S = TypeVar("S", bound=BaseModel)
LARGEST = 200


class Paged(BaseModel):
    """What every list takes."""

    model_config = ConfigDict(extra="ignore")

    page: int = Field(default=1, ge=1, le=100_000, description="Page of the list, from 1.")
    size: int = Field(default=50, ge=1, le=LARGEST, description="Items on a page.")


class Page(BaseModel, Generic[S]):
    """One page of a list."""

    items: list[S]
    page: int = Field(description="This page, from 1.")
    size: int = Field(description="Items on a full page.")
    total: int = Field(description="Items of the whole list, as far as this token may see them.")
    next: str | None = Field(description="Address of the next page; null on the last.")


def page_of(
    request: HttpRequest,
    rows: QuerySet[Any],
    asked: Paged,
    shape: Callable[[Any], S],
    *,
    seen: Callable[[list[Any]], None] | None = None,
) -> Page[S]:
    """The page asked for. `seen` is told which rows are on it, before they leave."""
    total = rows.count()
    start = (asked.page - 1) * asked.size
    found = list(rows[start : start + asked.size])
    if seen is not None:
        seen(found)
    more = start + asked.size < total
    return Page(
        items=[shape(row) for row in found],
        page=asked.page,
        size=asked.size,
        total=total,
        next=_next(request, asked.page + 1) if more else None,
    )


def _next(request: HttpRequest, page: int) -> str:
    query = request.GET.copy()
    query["page"] = str(page)
    return f"{request.path}?{query.urlencode()}"


def ordered(rows: QuerySet[Any], sort: str, columns: Mapping[str, str]) -> QuerySet[Any]:
    """Rows by one column, forwards or (with a minus before it) backwards; ties by age of the record."""
    column = F(columns[sort.removeprefix("-")])
    by = OrderBy(column, descending=sort.startswith("-"), nulls_last=True)
    return rows.order_by(by, "pk")

"""Addresses inside pages: the same page with a part of its query changed."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from django.urls import NoReverseMatch, reverse


def with_query(request: HttpRequest, **changes: Any) -> str:
    """The query of this page with parts replaced, as "?a=1&b=2"; a part set to None is dropped.

    Sorting, paging, opening an explanation and switching picture and table all keep the rest of the
    address, so that what a person sees can be shared by copying it.
    """
    query = request.GET.copy()
    for key, value in changes.items():
        if value is None:
            query.pop(key, None)
        else:
            query[key] = str(value)
    encoded = query.urlencode()
    return f"?{encoded}" if encoded else "?"


def is_open(request: HttpRequest, key: str) -> bool:
    """Whether the address opens the explanation ``key``: `?open=share`; it may name several."""
    return key in request.GET.getlist("open")


def address_of(name: str, *args: Any) -> str | None:
    """Address of a page that may not exist in this installation, or None."""
    try:
        return reverse(name, args=args)
    except NoReverseMatch:
        return None

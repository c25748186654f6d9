"""One transaction around the whole response, text a record can hold, and refusals as pages."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pghistory
from django.core.exceptions import BadRequest
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.http import url_has_allowed_host_and_scheme

from homeward.apps.core.refusals import Refused, heading_of, present

Next = Callable[[HttpRequest], HttpResponse]


class OneTransactionMiddleware:
    """Everything a request reads and writes stands or falls together, the template's reading too.

    Django's own setting wraps the view only; a page rendered later would stand outside. Sign-in pages are left
    out: their rate limits must outlive a refusal.
    """

    outside = ("/accounts/", "/static/", "/healthz", "/readyz")

    def __init__(self, get_response: Next) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if request.path.startswith(self.outside):
            return self.get_response(request)
        with transaction.atomic(), pghistory.context(address=request.path, method=request.method):
            response = self.get_response(request)
            if response.status_code >= 500 or getattr(response, "undo", False):
                transaction.set_rollback(True)
        return response


class PlainTextMiddleware:
    """Refuses an address, query or form that carries a NUL character: the database holds none, nobody types one."""

    def __init__(self, get_response: Next) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(self, request: HttpRequest, view: Any, args: Any, kwargs: Any) -> None:
        if getattr(view, "reads_text_itself", False):
            return
        texts = [request.path]
        for sent in (request.GET, request.POST):
            texts += [text for name, values in sent.lists() for text in (name, *map(str, values))]
        if any("\0" in text for text in texts):
            raise BadRequest("A NUL character was sent.")


class RefusalMiddleware:
    """Show a refusal as its page, with every reason, and undo whatever came before it in the request."""

    def __init__(self, get_response: Next) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        if not isinstance(exception, Refused):
            return None
        context: dict[str, Any] = {
            "what": heading_of(exception),
            "reasons": [present(r) for r in exception.reasons],
            "passed": exception.passed,
            "back": exception.back or _came_from(request),
        }
        response = render(request, "core/refusal.html", context, status=409)
        response.undo = True  # type: ignore[attr-defined]
        return response


def _came_from(request: HttpRequest) -> str:
    """The page that led here when it is one of ours: a stranger's link must not become our button."""
    address = request.META.get("HTTP_REFERER", "")
    ours = url_has_allowed_host_and_scheme(address, {request.get_host()}, require_https=request.is_secure())
    return address if ours else "/"

"""One transaction around the whole response, and refusals as pages."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pghistory
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from homeward.apps.core.refusals import Refused, present

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
            "what": exception.what,
            "reasons": [present(r) for r in exception.reasons],
            "passed": exception.passed,
            "back": exception.back or request.META.get("HTTP_REFERER", "/"),
        }
        response = render(request, "core/refusal.html", context, status=409)
        response.undo = True  # type: ignore[attr-defined]
        return response

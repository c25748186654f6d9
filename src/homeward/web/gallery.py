"""Every component of the shell with invented content, for those who build pages. Served only in development."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from homeward.apps.accounts.pages import page
from homeward.apps.accounts.permissions import Permission


@page(Permission.PUBLIC)
def gallery(request: HttpRequest) -> HttpResponse:
    return render(request, "web/gallery.html", {})


@page(Permission.PUBLIC)
def chart(request: HttpRequest, size: str) -> HttpResponse:
    return HttpResponse(b"", content_type="image/svg+xml")

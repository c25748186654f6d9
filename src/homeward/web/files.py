"""Handing out a file that was made for one request."""

from __future__ import annotations

from hashlib import sha256

from django.http import HttpRequest, HttpResponse, HttpResponseNotModified
from django.utils.http import parse_etags, quote_etag

PDF = "application/pdf"
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
ENDINGS = {PDF: "pdf", XLSX: "xlsx"}


def file_response(request: HttpRequest, content: bytes, media_type: str, name: str) -> HttpResponse:
    """The file for download, named by its bytes: who has the same bytes is told so and is not sent them again.

    The headers of the house stay as they are: no browser and nothing between keeps it. A program that kept it asks again
    with its tag, so a right that ended is felt at once.
    """
    tag = quote_etag(sha256(content).hexdigest()[:32])
    known = parse_etags(request.headers.get("If-None-Match", ""))
    same = tag in known or "*" in known
    response = HttpResponseNotModified() if same else HttpResponse(content, content_type=media_type)
    if not same:
        response["Content-Disposition"] = f'attachment; filename="{name}.{ENDINGS[media_type]}"'
    response["ETag"] = tag
    return response

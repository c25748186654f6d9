"""Response headers no library sets for us."""

from __future__ import annotations

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse

# Nothing here needs a device; passkeys are asked for by our own pages only.
_DENIED = "accelerometer autoplay camera geolocation gyroscope magnetometer microphone midi payment usb"
_OURS = "publickey-credentials-get publickey-credentials-create"
PERMISSIONS = ", ".join(
    [f"{name}=()" for name in _DENIED.split()] + [f"{name}=(self)" for name in _OURS.split()]
)


class HeadersMiddleware:
    """Adds Permissions-Policy, and keeps pages out of shared and disk caches unless a view says otherwise."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        response.headers.setdefault("Permissions-Policy", PERMISSIONS)
        if not response.has_header("Cache-Control"):
            response.headers["Cache-Control"] = "no-store"
        return response

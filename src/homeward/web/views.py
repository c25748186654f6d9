"""Pages of the shell that need no records."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_POST

from homeward.apps.accounts.pages import page
from homeward.apps.accounts.permissions import Permission
from homeward.apps.accounts.services import choose_language
from homeward.web.languages import LANGUAGES


@page(Permission.PUBLIC)
@require_POST
def set_language(request: HttpRequest) -> HttpResponse:
    """Remember the language a person chose (for good when signed in) and return to the page."""
    language = request.POST.get("language", "")
    if language in dict(LANGUAGES):
        request.session["language"] = language
        actor = getattr(request, "actor", None)
        if actor is not None and language in actor.body.interface_languages:
            choose_language(language=language, by=actor)
    back = request.POST.get("next", "/")
    if not url_has_allowed_host_and_scheme(back, {request.get_host()}, require_https=request.is_secure()):
        back = "/"
    return HttpResponseRedirect(back)


@page(Permission.PUBLIC)
def accessibility(request: HttpRequest) -> HttpResponse:
    """The accessibility statement."""
    return render(request, "web/accessibility.html")


@page(Permission.PUBLIC)
def help_page(request: HttpRequest) -> HttpResponse:
    """How to read a page of Homeward, and whom to ask."""
    return render(request, "web/help.html")

"""Speaks the words of the body a person acts in."""

from __future__ import annotations

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.utils.translation import get_language

from homeward.web.catalogues import remembering
from homeward.web.marking import marked
from homeward.web.te_reo import MACRON, MAORI, spelling
from homeward.web.words import words_of


class WordsMiddleware:
    """Puts the pack of the actor's body in force for `word()`. Stands directly after ActorMiddleware."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        actor = getattr(request, "actor", None)
        with words_of(actor.body.pack if actor else None):
            return self.get_response(request)


class LanguageMarksMiddleware:
    """Marks what is in another language, for bodies that offer te reo Māori, and spells as the reader's organisation does.

    Stands directly after WordsMiddleware.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        actor = getattr(request, "actor", None)
        if actor is None or MAORI not in actor.body.languages:
            return self.get_response(request)
        whose = actor.organisation or actor.body
        with remembering() as untranslated, spelling(getattr(whose, "spelling", MACRON)):
            response = self.get_response(request)
        if not response.streaming and response.get("Content-Type", "").startswith("text/html"):
            left = untranslated if get_language() == MAORI else ()
            response.content = marked(response.content.decode(), left).encode()
        return response

"""Speaks the words of the body a person acts in."""

from __future__ import annotations

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse

from homeward.web.words import words_of


class WordsMiddleware:
    """Puts the pack of the actor's body in force for `word()`. Stands directly after ActorMiddleware."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        actor = getattr(request, "actor", None)
        with words_of(actor.body.pack if actor else None):
            return self.get_response(request)

"""Finding statements by provider, agreement or quarter."""

from __future__ import annotations

from collections.abc import Sequence

from django.urls import reverse

from homeward.apps.accounts.actors import Actor
from homeward.apps.accounts.permissions import Permission
from homeward.apps.core.search import AT_MOST, Hit, every_word, searcher
from homeward.apps.statements.models import Statement
from homeward.apps.statements.queries import line_words


@searcher("statements", "Statements", Permission.STATEMENT_READ, list_name="statements")
def statements(actor: Actor, words: Sequence[str]) -> list[Hit]:
    """Newest quarter first."""
    found = every_word(
        Statement.objects.visible_to(actor),
        words,
        "organisation__search_key",
        "line__agreement__reference",
        "label",
    )
    found = found.select_related("organisation", "line__agreement", "line__home", "body").order_by(
        "-period", "pk"
    )
    return [
        Hit(
            f"{s.organisation.name}, {s.label}",
            reverse("statement", args=[s.public_id]),
            note=f"{s.line}, {line_words(s)}",
        )
        for s in found[:AT_MOST]
    ]

"""Finding funding requests and matters by partner, agreement and words."""

from __future__ import annotations

from collections.abc import Sequence

from django.utils.translation import gettext_lazy as _

from homeward.apps.accounts.actors import Actor
from homeward.apps.accounts.permissions import Permission
from homeward.apps.core.search import AT_MOST, Hit, every_word, searcher
from homeward.apps.funding import queries
from homeward.apps.funding.addresses import escalation_address, line_address, request_address
from homeward.web.dates import month


@searcher("funded_lines", _("Funding of lines"), Permission.FUNDING_READ, list_name="funding")
def funded_lines(actor: Actor, words: Sequence[str]) -> list[Hit]:
    found = every_word(queries.lines(actor), words, "organisation__search_key", "agreement__reference")
    rows = found.order_by("agreement__reference", "number")[:AT_MOST]
    return [
        Hit(_line(str(r)), line_address(r), f"{r.organisation.name}, {r.get_method_display()}") for r in rows
    ]


def _line(text: str) -> str:
    return str(_("Funding of %(line)s")) % {"line": text}


@searcher("funding_requests", _("Funding requests"), Permission.FUNDING_READ, list_name="funding_requests")
def funding_requests(actor: Actor, words: Sequence[str]) -> list[Hit]:
    """Newest first."""
    fields = ("organisation__search_key", "line__agreement__reference", "reason")
    rows = every_word(queries.requests(actor), words, *fields).order_by("-asked_at")[:AT_MOST]
    return [
        Hit(
            f"{r.line}, {month(r.belongs_on)}",
            request_address(r),
            f"{r.organisation.name}, {r.get_state_display()}",
        )
        for r in rows
    ]


@searcher("matters", _("Matters taken further"), Permission.FUNDING_READ, list_name="escalations")
def matters(actor: Actor, words: Sequence[str]) -> list[Hit]:
    """Newest first."""
    fields = ("organisation__search_key", "line__agreement__reference", "title")
    rows = every_word(queries.escalations(actor), words, *fields).order_by("-raised_at")[:AT_MOST]
    return [
        Hit(r.title, escalation_address(r), f"{r.organisation.name}, {r.get_state_display()}") for r in rows
    ]

"""Why targets were missed: saying it, and the report over quarters."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.urls import reverse

from homeward.apps.accounts.actors import actor_of
from homeward.apps.accounts.pages import get_visible, page
from homeward.apps.accounts.permissions import Permission as P
from homeward.apps.core.forms import edit
from homeward.apps.meetings import queries, services
from homeward.apps.meetings.forms import ReasonsForm
from homeward.apps.meetings.lists import REASONS, ReasonFilter
from homeward.apps.meetings.models import Side
from homeward.apps.meetings.views.meetings import crumb
from homeward.apps.statements.machine import newest
from homeward.apps.statements.models import Statement
from homeward.apps.statements.queries import line_words


@page(P.SHORTFALL_EXPLAIN)
def explain(request: HttpRequest, public_id: str) -> HttpResponse:
    """Say why a line missed its target: tick reasons, and tell nights where they are known."""
    actor = actor_of(request)
    found = get_visible(Statement, request, public_id, using=P.SHORTFALL_EXPLAIN)
    statement = Statement.objects.select_related("line__agreement", "line__home", "organisation", "body").get(
        pk=found.pk
    )
    version = newest(statement)
    side = Side.PROVIDER if actor.is_provider else Side.BODY
    given = list(queries.live_reasons(statement).filter(side=side))
    form = ReasonsForm(request.POST or None, statement=statement, version=version, given=given)
    missed = queries.missed_nights(version) or 0
    address = reverse("statement", args=[statement.public_id])
    return edit(
        request, form,
        lambda data: services.give_reasons(statement=statement, reasons=form.given(), by=actor),
        lambda made: ("Recorded. The meeting starts from these reasons.", address),
        template="meetings/reasons.html", heading="Why the target was missed",
        caption=f"{statement.organisation.name}, {line_words(statement)}, {statement.label}",
        lede=f"{missed:,} of {version.contracted_nights or 0:,} contracted nights are missing.",
        verb="Record the reasons", back=address, crumbs=[crumb(), {"text": str(statement), "href": address}],
    )  # fmt: skip


@page(P.MEETING_READ)
def blockages(request: HttpRequest) -> HttpResponse:
    """Reasons against quarters, and each reason with its line."""
    actor = actor_of(request)
    rows = queries.reasons(actor)
    narrowed = ReasonFilter(request.GET, queryset=rows, request=request).qs
    labels, found = queries.blockages(narrowed, actor.body)
    return REASONS.respond(
        request, rows, heading="Why targets were missed", crumbs=[crumb()], labels=labels, blockages=found,
        lede="Reasons as given for each line and quarter. Nights count only where somebody told them.",
    )  # fmt: skip
